/** What `npm run bench -- --help` prints. */
export const HELP = `npm run bench -- [what] [options]

What is measured:
  (nothing)            the live side beside a bare Hocuspocus server
  --hold MINUTES       a full restaurant for so long, then the death of its server
  --replay             one long recorded beside plain Yjs, and verify --all
  --menu               600 dishes on a phone four times slower, in Chromium
  --screen             300 orders on a kitchen's screen four times slower, in Chromium
  --peers              beside other ways to share a cart

Options:
  --json               every figure as JSON on the standard output
  --rounds N           rounds of everything (3; with --peers 5)
  --seconds N          measured in a round (20), not with --peers
  --tables N           of four diners (250), not with --peers
  --edits N            per second (500), not with --peers
  --confirms N         per second (10), not with --peers
  --screens N          of the kitchen that follow the confirms (1), not with --peers
  --sessions N         with --replay: sessions to verify (1000)
  --session-edits N    with --replay: edits in each (200)
  --profile DIRECTORY  leaves V8 CPU profiles of the servers there

With --peers:
  --parts LIST         some of propagation,load,capacity,memory,cold,storm,messages,confirms,growth,nodes,rows
  --quick              one short round, only to show that everything works
  --out FILE           where the figures are kept as JSON after each part (tureen-peers.json in the
                       directory for temporary files)
  --svg FILE           the main figures as a chart, also after each part
`;
