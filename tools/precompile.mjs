/**
 * Compiles Python sources with Pyodide's own Python, in place: `module.py`
 * becomes `module.pyc` and goes. The host's Python cannot do it, because
 * byte code belongs to one version of Python.
 *
 * Usage: node tools/precompile.mjs FOLDER
 */
import { loadPyodide } from "pyodide";

const [, , folder] = process.argv;
// Which column of a line failed nobody asks: the tables of it are a quarter of the code.
const pyodide = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
pyodide.FS.mkdirTree("/sources");
pyodide.mountNodeFS("/sources", folder);
const count = pyodide.runPython(`
import pathlib, py_compile

count = 0
for source in sorted(pathlib.Path("/sources").rglob("*.py")):
    name = source.relative_to("/sources").as_posix().partition("/")[2]
    # Docstrings are a fifth of the code, and no visitor reads them; only the glue
    # between Python and JavaScript looks its own up, in one module.
    level = 0 if name.endswith("_core_docs.py") else 2
    try:
        py_compile.compile(
            source, cfile=source.with_suffix(".pyc"), dfile=name, doraise=True, optimize=level,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    except py_compile.PyCompileError:
        # The standard library and wheels carry a few files that are not meant
        # to compile (templates, tests of the parser): they stay as they are.
        continue
    source.unlink()
    count += 1
count
`);
console.log(`compiled ${count} modules`);
process.exit(0);
