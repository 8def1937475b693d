/**
 * Several runners as one Orrery: what `orrery.ts` composes.
 *
 *     Cluster.layer       the connection to Redis, in which the runners meet
 *     sharding            Effect Cluster over sockets: which actors are this runner's
 *     agree, identifyTurn, listensOn   what the pool and the gateway need to be spread
 *     VitalsLayer         how this runner is, for `orrery status`
 *     TakeoverLayer       what is owed on shards that came from another runner goes on
 */
export { Cluster, CannotJoin, layer as sharding, type Membership } from "./cluster.ts"
export { agree, FleetDisagrees, poolShardsIn, type AgreeError } from "./fleet.ts"
export { identifyTurn, listenedUntil, listensOn } from "./gateway.ts"
export { TakeoverLayer } from "./takeover.ts"
export { VitalsLayer } from "./vitals.ts"
export { overview, type Overview, type RunnerOverview } from "./overview.ts"
