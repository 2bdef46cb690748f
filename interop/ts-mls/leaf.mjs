// The leaf of an Update proposal, which ts-mls can process but offers no function to make.

import { encode } from "ts-mls/codec/tlsEncoder.js";
import { signWithLabel } from "ts-mls/crypto/signature.js";
import { leafNodeTBSEncoder } from "ts-mls/leafNode.js";

/** The member's own leaf with a fresh encryption key, and its private half. */
export async function signLeafNodeUpdate(state, suite) {
  const { leafIndex } = state.privatePath;
  const {
    hpkePublicKey: _,
    leafNodeSource,
    lifetime,
    parentHash,
    signature,
    ...kept
  } = state.ratchetTree[2 * leafIndex].leaf;
  const keys = await suite.hpke.generateKeyPair();
  const content = {
    ...kept,
    hpkePublicKey: await suite.hpke.exportPublicKey(keys.publicKey),
    leafNodeSource: "update",
    groupId: state.groupContext.groupId,
    leafIndex,
  };
  return {
    leafNode: {
      ...content,
      signature: await signWithLabel(
        state.signaturePrivateKey,
        "LeafNodeTBS",
        encode(leafNodeTBSEncoder)(content),
        suite.signature,
      ),
    },
    privateKey: await suite.hpke.exportPrivateKey(keys.privateKey),
  };
}
