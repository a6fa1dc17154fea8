'use strict';
// Counts checks. The last line that is printed is `N passed, N failed`; the status is 0 when some passed and none failed.

let passed = 0;
let failed = 0;

function fail(sentence, found) {
  failed += 1;
  console.log(`FAILED ${sentence}: ${String(found).slice(0, 500)}`);
}

/** Counts whether a sentence holds, and shows what was found where it does not. */
exports.check = (sentence, holds, found) => {
  if (holds) passed += 1;
  else fail(sentence, `found ${JSON.stringify(found)}`);
};

/** Runs a part of a drive. When it throws, it has failed, and the parts after it still run. */
exports.part = async (name, work) => {
  try {
    await work();
  } catch (error) {
    const { response } = error;
    fail(name, response ? `${response.status} ${JSON.stringify(response.data)}` : error.stack);
  }
};

/** The status that a call is refused with, or a sentence when it is not refused. */
exports.refusal = async (call) => {
  try {
    await call;
    return 'it was not refused';
  } catch (error) {
    return Number(error.response?.status ?? error.httpCode) || error.stack;
  }
};

/** Prints the count and ends. */
exports.end = () => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(passed > 0 && failed === 0 ? 0 : 1);
};
