// A member of a group, or somebody who will be one: what ts-mls needs to be told and to keep.

import {
  ciphersuites,
  createApplicationMessage,
  createCommit,
  createGroup,
  createProposal,
  decodeMlsMessage,
  defaultCapabilities,
  encodeMlsMessage,
  generateKeyPackageWithKey,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  joinGroupExternal,
  makePskIndex,
  mlsExporter,
  processPrivateMessage,
  processPublicMessage,
} from "ts-mls";
import { encode } from "ts-mls/codec/tlsEncoder.js";
import { decodeVarLenData, varLenDataEncoder } from "ts-mls/codec/variableLength.js";
import { createGroupInfo } from "ts-mls/createCommit.js";
import { ratchetTreeEncoder } from "ts-mls/ratchetTree.js";
import { signLeafNodeUpdate } from "./leaf.mjs";

const HOUR = 3600n;
const DAY = 24n * HOUR;

export class Member {
  #suite;
  #publicHandshakes;
  #identity;
  #signatureKeys;
  #keyPackage;
  #state;
  #preSharedKeys = {};
  #update;

  /** `publicHandshakes`: whether proposals and commits travel as PublicMessages. */
  static async create({ suite, identity, publicHandshakes }) {
    const name = Object.keys(ciphersuites).find((key) => ciphersuites[key] === suite);
    if (name === undefined) throw new Error(`no cipher suite ${suite}`);
    const member = new Member();
    member.#suite = await getCiphersuiteImpl(getCiphersuiteFromName(name));
    member.#identity = identity;
    member.#signatureKeys = await member.#suite.signature.keygen();
    member.#publicHandshakes = publicHandshakes;
    return member;
  }

  async keyPackage() {
    const now = BigInt(Math.floor(Date.now() / 1000));
    this.#keyPackage = await generateKeyPackageWithKey(
      { credentialType: "basic", identity: this.#identity },
      defaultCapabilities(),
      { notBefore: now - HOUR, notAfter: now + 28n * DAY },
      [],
      this.#signatureKeys,
      this.#suite,
    );
    return message("mls_key_package", "keyPackage", this.#keyPackage.publicPackage);
  }

  async create(groupId) {
    await this.keyPackage();
    const { publicPackage, privatePackage } = this.#keyPackage;
    this.#state = await createGroup(groupId, publicPackage, privatePackage, [], this.#suite);
  }

  async join(welcome) {
    const { publicPackage, privatePackage } = this.#keyPackage;
    this.#state = await joinGroup(
      read(welcome, "mls_welcome").welcome,
      publicPackage,
      privatePackage,
      makePskIndex(undefined, this.#preSharedKeys),
      this.#suite,
    );
  }

  /** Returns the commit. */
  async joinExternally(bytes) {
    await this.keyPackage();
    const { publicPackage, privatePackage } = this.#keyPackage;
    const groupInfo = read(bytes, "mls_group_info").groupInfo;
    // RFC 9420 section 12.4.3.2 has the key with its length in front; ts-mls reads all of the extension as the key.
    const extensions = groupInfo.extensions.slice();
    extensions.find = (test) => {
      const found = Array.prototype.find.call(extensions, test);
      return found?.extensionType === "external_pub"
        ? { ...found, extensionData: decodeVarLenData(found.extensionData, 0)[0] }
        : found;
    };
    const joined = await joinGroupExternal(
      { ...groupInfo, extensions },
      publicPackage,
      privatePackage,
      false,
      this.#suite,
    );
    this.#state = joined.newState;
    return message("mls_public_message", "publicMessage", joined.publicMessage);
  }

  /** With the tree and the key for external commits. */
  async groupInfo() {
    const { publicKey } = await this.#suite.hpke.deriveKeyPair(this.#state.keySchedule.externalSecret);
    const key = await this.#suite.hpke.exportPublicKey(publicKey);
    const groupInfo = await createGroupInfo(
      this.#state.groupContext,
      this.#state.confirmationTag,
      this.#state,
      [
        { extensionType: "external_pub", extensionData: encode(varLenDataEncoder)(key) },
        { extensionType: "ratchet_tree", extensionData: encode(ratchetTreeEncoder)(this.#state.ratchetTree) },
      ],
      this.#suite,
    );
    return message("mls_group_info", "groupInfo", groupInfo);
  }

  async proposeUpdate() {
    this.#update = await signLeafNodeUpdate(this.#state, this.#suite);
    return this.#propose({ proposalType: "update", update: { leafNode: this.#update.leafNode } });
  }

  proposeAdd(keyPackage) {
    return this.#propose(add(keyPackage));
  }

  proposeRemove(leaf) {
    return this.#propose({ proposalType: "remove", remove: { removed: leaf } });
  }

  /** Commits all proposals received, and those given here. ts-mls decides by their kind whether there is a path. */
  async commit({ adds, removes, preSharedKeys }) {
    const proposals = [
      ...adds.map(add),
      ...removes.map((leaf) => ({ proposalType: "remove", remove: { removed: leaf } })),
      ...preSharedKeys.map((id) => this.#preSharedKey(id)),
    ];
    const made = await createCommit(
      { state: this.#state, cipherSuite: this.#suite, pskIndex: this.#pskIndex() },
      { extraProposals: proposals, wireAsPublicMessage: this.#publicHandshakes, ratchetTreeExtension: true },
    );
    this.#state = made.newState;
    this.#update = undefined;
    return {
      commit: encodeMlsMessage(made.commit),
      welcome: made.welcome === undefined ? undefined : message("mls_welcome", "welcome", made.welcome),
    };
  }

  /** Takes in a proposal or a commit of another member. */
  async process(bytes) {
    const received = decode(bytes);
    // ts-mls does not keep the key of an own Update proposal: put it in place once the commit is known to cover it.
    const state = { ...this.#state, privatePath: structuredClone(this.#state.privatePath) };
    const onProposals = (incoming) => {
      if (incoming.kind === "commit" && incoming.proposals.some((each) => this.#isOwnUpdate(each))) {
        state.privatePath.privateKeys[2 * state.privatePath.leafIndex] = this.#update.privateKey;
      }
      return "accept";
    };
    const processed =
      received.wireformat === "mls_public_message"
        ? await processPublicMessage(state, received.publicMessage, this.#pskIndex(), this.#suite, onProposals)
        : await processPrivateMessage(state, received.privateMessage, this.#pskIndex(), this.#suite, onProposals);
    if (processed.kind === "applicationMessage") throw new Error("an application message is no handshake message");
    if (processed.newState.groupContext.epoch !== this.#state.groupContext.epoch) this.#update = undefined;
    this.#state = processed.newState;
  }

  async encrypt(data) {
    const sent = await createApplicationMessage(this.#state, data, this.#suite);
    this.#state = sent.newState;
    return message("mls_private_message", "privateMessage", sent.privateMessage);
  }

  async decrypt(bytes) {
    const received = read(bytes, "mls_private_message").privateMessage;
    const opened = await processPrivateMessage(this.#state, received, this.#pskIndex(), this.#suite);
    if (opened.kind !== "applicationMessage") throw new Error("a handshake message is no application message");
    this.#state = opened.newState;
    return opened.message;
  }

  addPreSharedKey(id, secret) {
    this.#preSharedKeys[Buffer.from(id).toString("base64")] = secret;
  }

  exportSecret(label, context, length) {
    return mlsExporter(this.#state.keySchedule.exporterSecret, label, context, length, this.#suite);
  }

  get state() {
    return this.#state;
  }

  get suite() {
    return this.#suite;
  }

  #isOwnUpdate({ proposal, senderLeafIndex }) {
    return proposal.proposalType === "update" && senderLeafIndex === this.#state.privatePath.leafIndex;
  }

  async #propose(proposal) {
    const proposed = await createProposal(this.#state, this.#publicHandshakes, proposal, this.#suite);
    this.#state = proposed.newState;
    return encodeMlsMessage(proposed.message);
  }

  #preSharedKey(id) {
    const pskNonce = this.#suite.rng.randomBytes(this.#suite.kdf.size);
    return { proposalType: "psk", psk: { preSharedKeyId: { psktype: "external", pskId: id, pskNonce } } };
  }

  #pskIndex() {
    return makePskIndex(this.#state, this.#preSharedKeys);
  }
}

const add = (keyPackage) => ({
  proposalType: "add",
  add: { keyPackage: read(keyPackage, "mls_key_package").keyPackage },
});

const message = (wireformat, field, content) => encodeMlsMessage({ version: "mls10", wireformat, [field]: content });

function decode(bytes) {
  const decoded = decodeMlsMessage(bytes, 0);
  if (decoded === undefined) throw new Error("no MLS message");
  if (decoded[1] !== bytes.length) throw new Error("bytes after the MLS message");
  return decoded[0];
}

function read(bytes, wireformat) {
  const decoded = decode(bytes);
  if (decoded.wireformat !== wireformat) throw new Error(`${decoded.wireformat} instead of ${wireformat}`);
  return decoded;
}
