// A backend on Node's own HTTP server. Says its port, serves until its standard input ends.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';

const waiting = [];

function frame(payload) {
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, payload]);
}

const pages = {
  '/hello': (request, response) => response.end(`hello from node ${process.version}\n`),
  '/headers': (request, response) => response.end(JSON.stringify(request.rawHeaders)),
  '/empty': (request, response) => response.writeHead(204).end(),
  '/unchanged': (request, response) => response.writeHead(304, { ETag: '"a"' }).end(),
  '/streamed': (request, response) => {
    for (let i = 0; i < 1000; i++) response.write(`line ${i}\n`);
    response.end();
  },
  '/until-close': (request, response) => {
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, { Connection: 'close' });
    response.end('the end is the close\n');
  },
  '/hints': (request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.end('hinted\n');
  },
  '/trailers': (request, response) => {
    response.writeHead(200, { Trailer: 'X-Sum' });
    response.write('body\n');
    response.addTrailers({ 'X-Sum': '42' });
    response.end();
  },
  '/upload': (request, response) => {
    const sum = createHash('sha256');
    let length = 0;
    request.on('data', (piece) => { length += piece.length; sum.update(piece); });
    request.on('end', () => response.end(JSON.stringify({ length, sum: sum.digest('hex'), trailers: request.trailers })));
  },
  // Each event waits until somebody asks for /next.
  '/events': (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: 0\n\n');
    let count = 0;
    waiting.push(() => response.write(`data: ${++count}\n\n`));
  },
  '/next': (request, response) => {
    waiting.forEach((send) => send());
    response.end();
  },
};

const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
  const page = pages[request.url.split('?')[0]];
  if (page) page(request, response);
  else response.writeHead(404).end('no such page\n');
});
server.on('checkContinue', (request, response) => {
  if (request.url === '/refused') {
    response.writeHead(403).end('not wanted\n');
  } else {
    response.writeContinue();
    server.emit('request', request, response);
  }
});
// The smallest WebSocket server: says every short text back.
server.on('upgrade', (request, socket, rest) => {
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  let bytes = rest;
  const take = () => {
    while (bytes.length >= 6) {
      const length = bytes[1] & 127;
      if (bytes.length < 6 + length) return;
      const payload = Buffer.from(bytes.subarray(6, 6 + length)).map((b, i) => b ^ bytes[2 + (i & 3)]);
      if ((bytes[0] & 15) === 8) socket.end(Buffer.concat([Buffer.from([0x88, payload.length]), payload]));
      else socket.write(frame(payload));
      bytes = bytes.subarray(6 + length);
    }
  };
  socket.on('data', (piece) => { bytes = Buffer.concat([bytes, piece]); take(); });
  socket.on('error', () => socket.destroy());
  take();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
