// Members that use ts-mls, driven over standard input and output by TsMls.java.
//
// A request is {member, method, ...}; its bytes are base64. An answer is {result} or {error}.

import { encodeGroupState } from "ts-mls";
import { answerLines, fromBase64, toBase64 } from "./lines.mjs";
import { Member } from "./member.mjs";

const members = new Map();
let microseconds = 0;

/** Calls a method of a member, and counts the CPU time of it. */
async function work(id, method, ...parameters) {
  const before = process.cpuUsage();
  try {
    return await member(id)[method](...parameters);
  } finally {
    const { user, system } = process.cpuUsage(before);
    microseconds += user + system;
  }
}

const methods = {
  async open(id, { suite, identity, publicHandshakes }) {
    members.set(id, await Member.create({ suite, identity: fromBase64(identity), publicHandshakes }));
  },
  close: (id) => void members.delete(id),
  keyPackage: async (id) => toBase64(await work(id, "keyPackage")),
  create: (id, { groupId }) => work(id, "create", fromBase64(groupId)),
  join: (id, { welcome }) => work(id, "join", fromBase64(welcome)),
  joinExternally: async (id, { groupInfo }) => toBase64(await work(id, "joinExternally", fromBase64(groupInfo))),
  groupInfo: async (id) => toBase64(await work(id, "groupInfo")),
  proposeUpdate: async (id) => toBase64(await work(id, "proposeUpdate")),
  proposeAdd: async (id, { keyPackage }) => toBase64(await work(id, "proposeAdd", fromBase64(keyPackage))),
  proposeRemove: async (id, { leaf }) => toBase64(await work(id, "proposeRemove", leaf)),
  async commit(id, { adds, removes, preSharedKeys }) {
    const { commit, welcome } = await work(id, "commit", {
      adds: adds.map(fromBase64),
      removes,
      preSharedKeys: preSharedKeys.map(fromBase64),
    });
    return { commit: toBase64(commit), welcome: welcome === undefined ? null : toBase64(welcome) };
  },
  process: (id, { message }) => work(id, "process", fromBase64(message)),
  encrypt: async (id, { data }) => toBase64(await work(id, "encrypt", fromBase64(data))),
  decrypt: async (id, { message }) => toBase64(await work(id, "decrypt", fromBase64(message))),
  addPreSharedKey: (id, { name, secret }) => work(id, "addPreSharedKey", fromBase64(name), fromBase64(secret)),
  exportSecret: async (id, { label, context, length }) =>
    toBase64(await work(id, "exportSecret", label, fromBase64(context), length)),
  epoch: (id) => Number(member(id).state.groupContext.epoch),
  epochAuthenticator: (id) => toBase64(member(id).state.keySchedule.epochAuthenticator),
  leaf: (id) => member(id).state.privatePath.leafIndex,
  stateLength: (id) => encodeGroupState(member(id).state).length,
  cpuMicroseconds: () => microseconds,
};

function member(id) {
  const found = members.get(id);
  if (found === undefined) throw new Error(`no member ${id}`);
  return found;
}

await answerLines(({ member: id, method, ...parameters }) => {
  if (!Object.hasOwn(methods, method)) throw new Error(`no method ${method}`);
  return methods[method](id, parameters);
});
