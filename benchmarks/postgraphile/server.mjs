// PostGraphile 5 on the tables of Guichet: `node server.mjs`, with PEER_PORT, PEER_DATABASE_URL and PEER_JWT_SECRET.
// Each request bears a JWT (HS256); its claims become the role and the settings that the policies of policies.sql read.
import { createServer } from "node:http";
import { GraphQLError } from "graphql";
import { grafserv } from "grafserv/node";
import jwt from "jsonwebtoken";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const { PEER_PORT, PEER_DATABASE, PEER_DATABASE_HOST, PEER_DATABASE_USER, PEER_JWT_SECRET } = process.env;
const pool = new pg.Pool({ host: PEER_DATABASE_HOST, user: PEER_DATABASE_USER, database: PEER_DATABASE, max: 10, idleTimeoutMillis: 0 });
pool.on("error", (error) => console.error(error));
pool.on("connect", (client) => client.on("error", (error) => console.error(error)));

/** The database settings of a request; without a valid token, those of nobody. */
function settings(authorization) {
  const token = authorization?.startsWith("Bearer ") ? authorization.slice(7) : "";
  const { role, company, user } = jwt.verify(token, PEER_JWT_SECRET, { algorithms: ["HS256"] });
  return { role, "jwt.company": company, "jwt.user": user };
}

/** What a client learns of an error; the usual way, which also writes it to the log, would be slower. */
function quietly(error) {
  return new GraphQLError(error.originalError ? "Refused." : error.message, { nodes: error.nodes, path: error.path });
}

const preset = {
  extends: [PostGraphileAmberPreset],
  disablePlugins: ["PgMutationCreatePlugin", "PgMutationUpdateDeletePlugin"],
  pgServices: [makePgService({ pool, schemas: ["public"], pubsub: false })],
  gather: { installWatchFixtures: false },
  schema: { defaultBehavior: "connection +list", dontSwallowErrors: true },
  grafast: {
    explain: false,
    context: (request) => ({ pgSettings: settings(request.node?.req.headers.authorization) }),
  },
  grafserv: { graphiql: false, graphqlOverGET: false, watch: false, websockets: false, maskError: quietly },
};

const serving = postgraphile(preset).createServ(grafserv);
const server = createServer();
server.on("error", (error) => console.error(error));
await serving.addTo(server);
server.listen(Number(PEER_PORT), "127.0.0.1", () => console.log("ready"));
