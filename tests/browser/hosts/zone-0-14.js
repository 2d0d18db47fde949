/**
 * zone.js 0.14, which Angular stands on: it wraps every listener and every timer.
 *
 * angular/angular#54739: signals keep what they end alive for ever.
 */
import "zone-0.14";
import { zoned } from "./zoned.js";

zoned();
