import assert from "node:assert/strict";
import { test } from "node:test";
import { callable } from "../../templates/staff/console/register.js";

test("the console knows which telephone numbers the office takes", () => {
  // The same as in src/domain/person.rs.
  for (const good of ["", " ", "0812 3456 7890", "081234567890", "6281234567890", "+62 812-3456-7890", "0812.345.678"]) {
    assert.ok(callable(good), `"${good}" is taken`);
  }
  for (const bad of ["12", "0431 123456", "+60 812 3456 789", "0812 3456", "08123456789012", "0812x3456789", "81234567890"]) {
    assert.ok(!callable(bad), `"${bad}" is told`);
  }
});
