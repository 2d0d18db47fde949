/**
 * The browser's own, by the names that our scripts call it: injected by the build.
 *
 * A classic script that says `const URL = "/api"` or `class Node {}` has said so for every
 * script of the page, modules too; `window.URL` stays what it was. The page's storages and
 * console are not kept: the one may not be read, the other is for the page to replace.
 * What no script of ours calls is left out of the bundle.
 */

export const AbortController = /* @__PURE__ */ (() => window.AbortController)();
export const AbortSignal = /* @__PURE__ */ (() => window.AbortSignal)();
export const Array = /* @__PURE__ */ (() => window.Array)();
export const ArrayBuffer = /* @__PURE__ */ (() => window.ArrayBuffer)();
export const Atomics = /* @__PURE__ */ (() => window.Atomics)();
export const BigInt = /* @__PURE__ */ (() => window.BigInt)();
export const Blob = /* @__PURE__ */ (() => window.Blob)();
export const Boolean = /* @__PURE__ */ (() => window.Boolean)();
export const BroadcastChannel = /* @__PURE__ */ (() => window.BroadcastChannel)();
export const CSS = /* @__PURE__ */ (() => window.CSS)();
export const CSSStyleSheet = /* @__PURE__ */ (() => window.CSSStyleSheet)();
export const CustomEvent = /* @__PURE__ */ (() => window.CustomEvent)();
export const DataView = /* @__PURE__ */ (() => window.DataView)();
export const Date = /* @__PURE__ */ (() => window.Date)();
export const Error = /* @__PURE__ */ (() => window.Error)();
export const Event = /* @__PURE__ */ (() => window.Event)();
export const FinalizationRegistry = /* @__PURE__ */ (() => window.FinalizationRegistry)();
export const Function = /* @__PURE__ */ (() => window.Function)();
export const HTMLElement = /* @__PURE__ */ (() => window.HTMLElement)();
export const HTMLIFrameElement = /* @__PURE__ */ (() => window.HTMLIFrameElement)();
export const HTMLScriptElement = /* @__PURE__ */ (() => window.HTMLScriptElement)();
export const Int32Array = /* @__PURE__ */ (() => window.Int32Array)();
export const IntersectionObserver = /* @__PURE__ */ (() => window.IntersectionObserver)();
export const Intl = /* @__PURE__ */ (() => window.Intl)();
export const JSON = /* @__PURE__ */ (() => window.JSON)();
export const KeyboardEvent = /* @__PURE__ */ (() => window.KeyboardEvent)();
export const Map = /* @__PURE__ */ (() => window.Map)();
export const Math = /* @__PURE__ */ (() => window.Math)();
export const MessageChannel = /* @__PURE__ */ (() => window.MessageChannel)();
export const Number = /* @__PURE__ */ (() => window.Number)();
export const Object = /* @__PURE__ */ (() => window.Object)();
export const PerformanceObserver = /* @__PURE__ */ (() => window.PerformanceObserver)();
export const Promise = /* @__PURE__ */ (() => window.Promise)();
export const Proxy = /* @__PURE__ */ (() => window.Proxy)();
export const Reflect = /* @__PURE__ */ (() => window.Reflect)();
export const RegExp = /* @__PURE__ */ (() => window.RegExp)();
export const Request = /* @__PURE__ */ (() => window.Request)();
export const Response = /* @__PURE__ */ (() => window.Response)();
export const Set = /* @__PURE__ */ (() => window.Set)();
export const ShadowRoot = /* @__PURE__ */ (() => window.ShadowRoot)();
export const String = /* @__PURE__ */ (() => window.String)();
export const Symbol = /* @__PURE__ */ (() => window.Symbol)();
export const SyntaxError = /* @__PURE__ */ (() => window.SyntaxError)();
export const TextDecoder = /* @__PURE__ */ (() => window.TextDecoder)();
export const TextEncoder = /* @__PURE__ */ (() => window.TextEncoder)();
export const TypeError = /* @__PURE__ */ (() => window.TypeError)();
export const URL = /* @__PURE__ */ (() => window.URL)();
export const URLSearchParams = /* @__PURE__ */ (() => window.URLSearchParams)();
export const Uint32Array = /* @__PURE__ */ (() => window.Uint32Array)();
export const Uint8Array = /* @__PURE__ */ (() => window.Uint8Array)();
export const WeakMap = /* @__PURE__ */ (() => window.WeakMap)();
export const WeakRef = /* @__PURE__ */ (() => window.WeakRef)();
export const WeakSet = /* @__PURE__ */ (() => window.WeakSet)();
export const WebAssembly = /* @__PURE__ */ (() => window.WebAssembly)();
export const Worker = /* @__PURE__ */ (() => window.Worker)();
export const atob = /* @__PURE__ */ (() => window.atob)();
export const clearInterval = /* @__PURE__ */ (() => window.clearInterval)();
export const clearTimeout = /* @__PURE__ */ (() => window.clearTimeout)();
export const crypto = /* @__PURE__ */ (() => window.crypto)();
export const customElements = /* @__PURE__ */ (() => window.customElements)();
export const fetch = /* @__PURE__ */ (() => window.fetch)();
export const getComputedStyle = /* @__PURE__ */ (() => window.getComputedStyle)();
export const matchMedia = /* @__PURE__ */ (() => window.matchMedia)();
export const navigator = /* @__PURE__ */ (() => window.navigator)();
export const performance = /* @__PURE__ */ (() => window.performance)();
export const queueMicrotask = /* @__PURE__ */ (() => window.queueMicrotask)();
export const requestAnimationFrame = /* @__PURE__ */ (() => window.requestAnimationFrame)();
export const requestIdleCallback = /* @__PURE__ */ (() => window.requestIdleCallback)();
export const setInterval = /* @__PURE__ */ (() => window.setInterval)();
export const setTimeout = /* @__PURE__ */ (() => window.setTimeout)();
