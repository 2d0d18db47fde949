/** One for all: `vite build react` builds the folder `react`, with addresses relative to its page. */
import react from "@vitejs/plugin-react";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({ base: "./", plugins: [react(), vue()] });
