// A chat server on `ws` as one would write it: rooms in memory, each message sent on to everybody in its room.
// The first message of a client is text, {"join": [room, ...]}. Every other one begins with the room's name and a
// newline; the rest is what is sent.
import process from "node:process";
import { WebSocketServer } from "ws";

const NEWLINE = 10;
const BRACE = 123;
const rooms = new Map();

function join(socket, names) {
  for (const name of names) {
    if (!rooms.has(name)) {
      rooms.set(name, new Set());
    }
    rooms.get(name).add(socket);
    socket.on("close", () => rooms.get(name).delete(socket));
  }
  socket.send("joined");
}

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, backlog: 1024 });
server.on("listening", () => console.log(`port ${server.address().port}`));
server.on("connection", (socket) => {
  socket.on("message", (data, binary) => {
    if (!binary && data[0] === BRACE) {
      join(socket, JSON.parse(data).join);
      return;
    }
    for (const member of rooms.get(data.toString("latin1", 0, data.indexOf(NEWLINE)))) {
      member.send(data, { binary });
    }
    socket.send("+");
  });
});
process.stdin.on("end", () => process.exit()).resume();
