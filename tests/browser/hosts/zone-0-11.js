/**
 * zone.js 0.11, which Angular stands on: it wraps every listener and every timer.
 *
 * angular/angular#49591: one signal ends the listeners of all who listen for the same.
 * angular/angular#49595: mending that took several tries.
 */
import "zone-0.11/dist/zone.js";
import { zoned } from "./zoned.js";

zoned();
