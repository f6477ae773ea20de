/** Programs outside, which ours tells something: each counts by key what reaches it, and is busy now and then. */
import { createServer } from 'node:http';
import { SMTPServer } from 'smtp-server';

const BUSY_EVERY = 10;

/** Counts by idempotency key; `witness` is called with a call that was taken but not answered yet. */
export async function startHttpReceiver() {
  const received = new Map();
  const receiver = { received, witness: undefined };
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (++calls % BUSY_EVERY === 0) return response.writeHead(503).end();
      count(received, request.headers['idempotency-key']);
      const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      watched(receiver, answer);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  receiver.url = `http://127.0.0.1:${server.address().port}/`;
  receiver.close = () => server.close();
  return receiver;
}

/** A mail server: counts by Message-ID, which is made of the idempotency key. */
export async function startMailReceiver() {
  const received = new Map();
  const receiver = { received, witness: undefined };
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk) => (text += chunk));
      stream.once('end', () => {
        if (++mails % BUSY_EVERY === 0) return done(Object.assign(new Error('busy'), { responseCode: 451 }));
        count(received, /^message-id: *(\S+)/im.exec(text)?.[1]);
        watched(receiver, () => done());
      });
    },
  });
  server.on('error', () => undefined); // a program that is killed in the middle of a sentence
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  receiver.url = `smtp://127.0.0.1:${server.server.address().port}`;
  receiver.close = () => new Promise((done) => server.close(done));
  return receiver;
}

function count(received, key) {
  received.set(key, (received.get(key) ?? 0) + 1);
}

/** Somebody may want to kill the caller now that it was heard and does not know. */
function watched(receiver, answer) {
  const { witness } = receiver;
  receiver.witness = undefined;
  if (witness) witness();
  else answer();
}
