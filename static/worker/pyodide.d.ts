/** What is used of Pyodide and of the module that its glue makes, both without types of these. */

export interface FileSystem {
	mkdirTree(path: string): void;
	writeFile(path: string, bytes: Uint8Array, options?: { canOwn: boolean }): void;
}

export interface Module {
	FS: FileSystem;
	HEAPU8: Uint8Array;
	HEAP32: Int32Array;
	wasmTable: WebAssembly.Table;
	__PyRuntime: number;
	__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
	addRunDependency(name: string): void;
	removeRunDependency(name: string): void;
	growMemory(bytes: number): unknown;
	loadWebAssemblyModule(
		module: WebAssembly.Module,
		flags: object,
		path: string,
		scope: object,
	): Promise<object>;
	newDSO(path: string, handle: undefined, exports: object): { refcount: number; global: boolean };
	_malloc(bytes: number): number;
	_free(address: number): void;
	_sbrk(bytes: number): number;
}

export interface Settings {
	preRun: ((module: Module) => unknown)[];
	onRuntimeInitialized?: () => void;
}

export interface Interpreter {
	_module: Module;
	FS: FileSystem;
	mountNodeFS(path: string, folder: string): void;
	runPython(code: string): unknown;
	makeMemorySnapshot(): Uint8Array;
}

/** The glue, `pyodide.asm.mjs`. */
export interface Glue {
	default: (settings: Settings) => Promise<Module>;
}

export interface Options {
	indexURL: string;
	env?: Record<string, string>;
	args?: string[];
	packages?: string[];
	lockFileContents?: object;
	stdLibURL?: string;
	fsInit?: (files: FileSystem) => void | Promise<void>;
	createPyodideModule?: (settings: Settings) => Promise<Module>;
	_loadSnapshot?: Uint8Array;
	_makeSnapshot?: boolean;
}

export type LoadPyodide = (options: Options) => Promise<Interpreter>;

/** The interpreter as `pyodide.mjs` gives it. */
export interface Pyodide {
	loadPyodide: LoadPyodide;
	version: string;
}

declare global {
	/** The integrity of each file, by its address, where the page has pinned the loader: see static/page/pins.js. */
	var tagalongPins: Record<string, string> | undefined;
	/** There too, both modules of the interpreter: see tools/whole.mjs. */
	var tagalongInterpreter: (Pyodide & Glue) | undefined;
}
