import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { AgentQuestion } from "./AgentQuestion";

const Page = () => {
	const [shown, setShown] = useState(true);
	return (
		<>
			{shown && <AgentQuestion />}
			<button type="button" onClick={() => setShown(!shown)}>
				{shown ? "Leave" : "Come back"}
			</button>
		</>
	);
};

const root = document.getElementById("root");
if (root) {
	createRoot(root).render(
		<StrictMode>
			<Page />
		</StrictMode>,
	);
}
