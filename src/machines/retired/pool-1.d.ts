import type { AnyStateMachine } from "xstate"
export declare const chart: AnyStateMachine
