/**
 * Who takes part: Ana at two browsers, Ben at two, Cleo at one and on the command line.
 *
 * @typedef {object} Cast
 * @property {import("../support/team.mjs").Team} team
 * @property {import("../support/member.mjs").Member} ana
 * @property {import("../support/member.mjs").Member} ben
 * @property {import("../support/member.mjs").Member} cleo
 * @property {import("../support/member.mjs").Member} [ana2] Ana's second browser
 * @property {import("../support/member.mjs").Member} [ben2] Ben's second browser
 */
export {};
