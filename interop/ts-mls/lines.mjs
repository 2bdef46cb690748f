// One JSON object a line: requests on standard input, answers on standard output.

const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * Answers every line of standard input with what `handle` returns for it, in order, until the input ends.
 * A request that fails is answered with `error`; one that is no request ends the process.
 */
export async function answerLines(handle) {
  let rest = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    rest += chunk;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      const request = JSON.parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      process.stdout.write(`${JSON.stringify(await answer(handle, request))}\n`);
    }
    if (rest.length > LONGEST_LINE) throw new Error("a request is too long");
  }
}

async function answer(handle, request) {
  try {
    return { result: (await handle(request)) ?? null };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

export const toBase64 = (bytes) => Buffer.from(bytes).toString("base64");
export const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));
