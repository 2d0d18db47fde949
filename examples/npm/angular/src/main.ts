/** Compiled in the browser (JIT), which keeps this example small: yours is built by Angular's own tools. */
import "zone.js";
import "@angular/compiler";
import { bootstrapApplication } from "@angular/platform-browser";
import { PageComponent } from "./page.component";

bootstrapApplication(PageComponent).catch((error) => console.error(error));
