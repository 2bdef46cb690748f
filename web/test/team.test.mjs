import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { inOrder } from "./support/steps.mjs";
import { Team } from "./support/team.mjs";
import { devices } from "./team/devices.mjs";
import { identity } from "./team/identity.mjs";
import { meeting } from "./team/meeting.mjs";
import { storms } from "./team/storms.mjs";
import { talking } from "./team/talking.mjs";

// Starting includes building the program, when that is stale.
const START_TIMEOUT = 600_000;

/** Three people, five browser profiles, a command line and one node, with the pages that people see: nothing is a fake. */
describe("three people on all their devices", () => {
  /** @type {import("./team/cast.mjs").Cast | undefined} */
  let cast;
  const present = () => cast ?? assert.fail("nobody is there");
  const step = inOrder();
  before(
    async () => {
      const team = await Team.gather();
      const [ana, ben, cleo] = [await team.sitDown("ana"), await team.sitDown("ben"), await team.sitDown("cleo")];
      cast = { team, ana, ben, cleo };
    },
    { timeout: START_TIMEOUT },
  );
  after(() => cast?.team.close());

  meeting(step, present);
  talking(step, present);
  devices(step, present);
  storms(step, present);
  identity(step, present);

  step("and no page complained on the way", async () => {
    const { team } = present();
    assert.deepEqual(
      team.members.flatMap(({ complaints }) => complaints),
      [],
    );
  });
});
