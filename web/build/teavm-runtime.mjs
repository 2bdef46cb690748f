import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The id under which the browser's code imports the edited runtime. */
export const TEAVM_RUNTIME = "virtual:teavm-runtime";

/** The runtime that the edits below were written for: that of TeaVM 0.15.0. */
const EXPECTED_SHA_256 = "05a76aaced9113a89533c1b6609e19dcb2a484bb7f20593f4980e0cfbb6b9787";

/**
 * An edit replaces the text from the one place where `from` stands up to the next `to`, which stays.
 *
 * Together they take away everything that compiles JavaScript from a string. Where the runtime builds a function of
 * a fixed number of parameters, a function that passes its arguments on does the same; see
 * docs/decisions/teavm-runtime-under-csp.md.
 */
const EDITS = [
  {
    what: "a global is looked up, not evaluated",
    from: "var globalsCache = ",
    to: "var exceptionFrameRegex",
    with: "",
  },
  {
    what: "a global is looked up and assigned, not evaluated",
    from: "function getGlobalName(name) {",
    to: "function defaults(",
    with: `function getGlobalName(name) {
  let value = globalThis;
  for (const part of name.split(".")) {
    if (!(part in value)) {
      throw new ReferenceError(name + " is not defined");
    }
    value = value[part];
  }
  return value;
}
function setGlobalName(name, value) {
  globalThis[name] = value;
}
function passArguments(fn, vararg, given) {
  const fixed = vararg ? fn.length - 1 : fn.length;
  const passed = Array.from({ length: fixed }, (_, index) => given[index]);
  if (vararg) {
    passed.push(given.slice(fixed));
  }
  return fn(...passed);
}
`,
  },
  {
    what: "an exported function passes its arguments on",
    from: "  function defineFunction(fn, vararg) {",
    to: "  imports.teavmJso = {",
    with: `  function defineFunction(fn, vararg) {
    return function(...given) {
      try {
        return passArguments(fn, vararg, given);
      } catch (e) {
        rethrowJavaAsJs(e);
      }
    };
  }
  function renameConstructor(name, c) {
    function renamed(marker, javaObject) {
      return c.call(this, marker, javaObject);
    }
    Object.defineProperty(renamed, "name", { value: name });
    return renamed;
  }
`,
  },
  {
    what: "an exported method passes itself and its arguments on",
    from: "    defineMethod(cls, name, fn, vararg) {",
    to: "    defineStaticMethod(cls, name, fn, vararg) {",
    with: `    defineMethod(cls, name, fn, vararg) {
      cls.prototype[name] = function(...given) {
        try {
          return passArguments(fn, vararg, [this, ...given]);
        } catch (e) {
          rethrowJavaAsJs(e);
        }
      };
    },
`,
  },
  {
    what: "calls pass their arguments on, and the only script is the one that returns its argument",
    from: "  function wrapCallFromJavaToJs(call) {",
    to: "function wrapImport(importObj) {",
    with: `  imports.teavmJso.createFunction1 = (parameter, body) => {
    if (body !== "return " + parameter + ";") {
      throw new Error("a script that the build did not let through: " + body);
    }
    return (value) => value;
  };
  function callFunction(fn, ...given) {
    try {
      return fn(...given);
    } catch (e) {
      rethrowJsAsJava(e);
    }
  }
  function callMethod(instance, method, ...given) {
    try {
      return instance !== null ? instance[method](...given) : getGlobalName(method)(...given);
    } catch (e) {
      rethrowJsAsJava(e);
    }
  }
  function construct(constructor, ...given) {
    try {
      return new constructor(...given);
    } catch (e) {
      rethrowJsAsJava(e);
    }
  }
  for (let count = 0; count < 32; ++count) {
    imports.teavmJso["callFunction" + count] = callFunction;
    imports.teavmJso["callMethod" + count] = callMethod;
    imports.teavmJso["construct" + count] = construct;
    imports.teavmJso["arrayOf" + count] = (...given) => given;
  }
}
`,
  },
  {
    what: "what this project's own loader needs is exported; the loader of TeaVM is left out",
    from: "export {\n  defaults,\n  load,\n  wrapImport\n};",
    to: "",
    with: "export { defaults, hasStringBuiltins, linkImports };",
  },
];

/**
 * The edited runtime.
 *
 * @param {string} source the runtime as TeaVM ships it
 * @returns {string}
 * @throws {Error} when it is another runtime than the edits were written for
 */
export function editTeavmRuntime(source) {
  const hash = createHash("sha256").update(source).digest("hex");
  if (hash !== EXPECTED_SHA_256) {
    throw new Error(`TeaVM's runtime changed (SHA-256 ${hash}): review the edits in ${import.meta.url}`);
  }
  let edited = source;
  for (const edit of EDITS) {
    const start = edited.indexOf(edit.from);
    const end = edited.indexOf(edit.to, start + edit.from.length);
    if (start < 0 || end < 0 || edited.indexOf(edit.from, start + 1) >= 0) {
      throw new Error(`TeaVM's runtime does not have one place for: ${edit.what}`);
    }
    edited = edited.slice(0, start) + edit.with + edited.slice(end);
  }
  return edited;
}

/**
 * Serves the edited runtime to the build as {@link TEAVM_RUNTIME}.
 *
 * @param {URL} runtime where the Maven build left TeaVM's runtime
 * @returns {import("vite").Plugin}
 */
export function teavmRuntime(runtime) {
  return {
    name: "paloma:teavm-runtime",
    resolveId: (id) => (id === TEAVM_RUNTIME ? `\0${id}` : undefined),
    load: (id) => (id === `\0${TEAVM_RUNTIME}` ? editTeavmRuntime(readFileSync(runtime, "utf8")) : undefined),
  };
}
