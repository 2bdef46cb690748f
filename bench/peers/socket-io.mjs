// A chat server on Socket.IO as its documentation has it: rooms, broadcast to a room, acknowledgements.
import { createServer } from "node:http";
import process from "node:process";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => {
  socket.on("join", (rooms, acknowledge) => {
    socket.join(rooms);
    acknowledge();
  });
  socket.on("message", (room, content, acknowledge) => {
    io.to(room).emit("message", room, content);
    acknowledge();
  });
});
http.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, () => console.log(`port ${http.address().port}`));
process.stdin.on("end", () => process.exit()).resume();
