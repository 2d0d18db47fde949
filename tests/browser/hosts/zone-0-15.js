/**
 * zone.js 0.15, which Angular stands on: it wraps every listener and every timer.
 *
 * angular/angular#56160: an event that is taken off takes another one's signal with it.
 */
import "zone-0.15";
import { zoned } from "./zoned.js";

zoned();
