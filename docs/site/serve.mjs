// Distributed under the Boost Software License, Version 1.0.
//
// The site on this machine alone.

import {createServer} from 'node:http';
import sirv from 'sirv';

const usual_port = 5173;

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });
}

// Returns the address. `port`: null takes the usual one, or any if that is
// taken. The server lasts as long as the process.
export async function serve_folder(folder, base, port) {
  const files = sirv(folder, {etag: true});
  const server = createServer((request, response) => {
    const missing = () => {
      response.writeHead(404, {'content-type': 'text/plain'});
      response.end('There is no such page.\n');
    };
    if (!request.url.startsWith(base)) return missing();
    request.url = `/${request.url.slice(base.length)}`;
    return files(request, response, missing);
  });
  let taken;
  try {
    taken = await listen(server, port ?? usual_port);
  } catch (error) {
    if (error.code !== 'EADDRINUSE' || port !== null) {
      throw new Error(`it cannot be served on port ${port}: ${error.message}`);
    }
    taken = await listen(server, 0);
  }
  return `http://127.0.0.1:${taken}${base}`;
}
