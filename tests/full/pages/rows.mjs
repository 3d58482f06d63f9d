// One line for each check: what was looked at, whether it holds, and what is wrong.
export class Rows {
  failures = 0;

  /** Notes the check and prints it; it holds when there are no problems. */
  add(name, problems) {
    if (problems.length > 0) this.failures += 1;
    console.log(problems.length > 0 ? 'FAIL' : 'ok  ', name);
    for (const problem of problems) console.log('      ', problem);
  }

  /** Ends the process with 1 if any check failed. */
  finish(what) {
    console.log(this.failures > 0 ? `${this.failures} checks failed (${what})` : `all checks passed (${what})`);
    process.exit(this.failures > 0 ? 1 : 0);
  }
}
