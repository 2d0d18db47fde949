/**
 * zone.js 0.12, which Angular stands on: it wraps every listener and every timer.
 *
 * angular/angular#49591: one signal ends the listeners of all who listen for the same.
 */
import "zone-0.12/bundles/zone.umd.js";
import { zoned } from "./zoned.js";

zoned();
