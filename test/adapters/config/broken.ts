/** Files that somebody could write, and the whole of what is said about each. */

export interface Broken {
  readonly what: string
  readonly file: string
  /** A line each, without the file's name. */
  readonly says: ReadonlyArray<string>
}

const lines = (...all: ReadonlyArray<string>) => `${all.join("\n")}\n`

export const broken: ReadonlyArray<Broken> = [
  {
    what: "a text without quotes",
    file: lines("[store]", "home = .orrery"),
    says: [
      '2:8: store.home: this is neither a number nor true or false, and not in quotes; expected a directory in quotes; a relative one counts from the place of this file, for example `home = ".orrery"`',
    ],
  },
  {
    what: "a text whose quote is missing at its end",
    file: lines("[store]", 'home = ".orrery', "[pool]"),
    says: [
      '2:16: store.home: the text in this line does not end; expected a directory in quotes; a relative one counts from the place of this file, for example `home = ".orrery"`',
    ],
  },
  {
    what: "curly quotes",
    file: lines("[store]", "home = “.orrery”"),
    says: [
      '2:8: store.home: these are not the quotes that TOML knows, which are "; expected a directory in quotes; a relative one counts from the place of this file, for example `home = ".orrery"`',
    ],
  },
  {
    what: "True",
    file: lines("[retention]", "archive = True"),
    says: [
      "2:11: retention.archive: true and false are written in small letters; expected true or false, without quotes, for example `archive = true`",
    ],
  },
  {
    what: "yes",
    file: lines("[retention]", "archive = yes"),
    says: [
      "2:11: retention.archive: this is neither a number nor true or false, and not in quotes; expected true or false, without quotes, for example `archive = true`",
    ],
  },
  {
    what: "no value",
    file: lines("[pool]", "agents ="),
    says: [
      "2:9: pool.agents: nothing follows the =; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`",
    ],
  },
  {
    what: "no equals sign",
    file: lines("[pool]", "agents 50"),
    says: [
      "2:8: pool.agents: there is no = after the key; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`",
    ],
  },
  {
    what: "a colon",
    file: lines("[pool]", "agents: 50"),
    says: [
      "2:7: pool.agents: a : stands here where = belongs; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`",
    ],
  },
  {
    what: "a section whose bracket is missing",
    file: lines("[pool", "agents = 50"),
    says: [
      "1:6: the name of the section does not end; expected a bracket at its end, for example `[playground]`",
    ],
  },
  {
    what: "a duration without quotes",
    file: lines("[catch_up]", "max_age = 24 h"),
    says: [
      '2:14: catch_up.max_age: something follows the value in the same line; expected a duration from "0 s" to "14 days" in quotes: a number and ms, s, min, h or days, for example `max_age = "24 h"`',
    ],
  },
  {
    what: "a duration without quotes and space",
    file: lines("[catch_up]", "max_age = 24h"),
    says: [
      '2:13: catch_up.max_age: this is no number, and not in quotes; expected a duration from "0 s" to "14 days" in quotes: a number and ms, s, min, h or days, for example `max_age = "24 h"`',
    ],
  },
  {
    what: "a Windows path in double quotes",
    file: lines("[store]", 'home = "C:\\Users\\ada"'),
    says: [
      "2:13: store.home: a backslash in double quotes does not stand for itself; expected single quotes around a text with backslashes, for example `home = 'C:\\orrery'`",
    ],
  },
  {
    what: "a list without its end",
    file: lines("[templates.a]", 'agents = ["writer", "analyst"', "groups = 1"),
    says: [
      '3:1: a list does not end, or a comma is missing in it; expected commas between its items and a bracket at its end, for example `agents = ["strategist", "writer"]`',
    ],
  },
  {
    what: "a list without commas",
    file: lines("[templates.a]", 'agents = ["writer" "analyst"]'),
    says: [
      '2:20: a list does not end, or a comma is missing in it; expected commas between its items and a bracket at its end, for example `agents = ["strategist", "writer"]`',
    ],
  },
  {
    what: "a key that stands twice",
    file: lines("[playground]", "port = 1", "# again", "port = 2"),
    says: [
      "4:1: playground.port: it is said twice, first in line 2; expected each key once in its section, for example `port = 4010`",
    ],
  },
  {
    what: "a section that stands twice",
    file: lines("[pool]", "agents = 1", "", "[pool]"),
    says: [
      "4:2: pool: the section is there twice, first in line 1; expected each section once: put its keys together, for example `[pool]`",
    ],
  },
  {
    what: "one section for two partners",
    file: lines("[partners.users]", 'name = "a"', "[partners.users]", 'name = "b"'),
    says: [
      "3:2: partners.users: the section is there twice, first in line 1; expected double brackets around each of several, for example `[[partners.users]]`",
    ],
  },
  {
    what: "JSON",
    file: lines("{", '  "pool": { "agents": 50 }', "}"),
    says: [
      "1:1: this looks like JSON; the file is TOML; expected lines such as `key = value` under lines such as [section], for example `port = 4010`",
    ],
  },
  {
    what: "YAML",
    file: lines("pool:", "  agents: 50"),
    says: [
      "1:5: a : stands here where = belongs; expected lines such as `key = value` under lines such as [section], for example `port = 4010`",
    ],
  },
  {
    what: "a secret without quotes",
    file: lines("[discord]", "token = MTk4NjIyNDgzNDcx.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"),
    says: [
      '2:9: discord.token: this is neither a number nor true or false, and not in quotes; expected a text without spaces in quotes, or better the variable that holds it, as "env:DISCORD_TOKEN", for example `token = "env:DISCORD_TOKEN"`',
    ],
  },
  {
    what: "a number in quotes",
    file: lines("[playground]", 'port = "4010"'),
    says: [
      '2:8: playground.port: it is the text "4010"; expected a port from 1 to 65535, or 0 for a free one, without quotes, for example `port = 4010`',
    ],
  },
  {
    what: "a port that is none",
    file: lines("[inspector]", "port = 70000"),
    says: [
      "2:8: inspector.port: it is the number 70000; expected a port from 1 to 65535, or 0 for a free one, without quotes, for example `port = 4020`",
    ],
  },
  {
    what: "a fraction of an agent",
    file: lines("[pool]", "agents = 2.5"),
    says: [
      "2:10: pool.agents: it is the number 2.5; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`",
    ],
  },
  {
    what: "no agent",
    file: lines("[pool]", "agents = 0"),
    says: [
      "2:10: pool.agents: it is the number 0; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`",
    ],
  },
  {
    what: "not a number",
    file: lines("[pool]", "agents = nan"),
    says: [
      "2:10: pool.agents: it is the number nan; expected a whole number from 1 to 10000, without quotes, for example `agents = 50`",
    ],
  },
  {
    what: "true in quotes",
    file: lines("[retention]", 'archive = "true"'),
    says: [
      '2:11: retention.archive: it is the text "true"; expected true or false, without quotes, for example `archive = true`',
    ],
  },
  {
    what: "a date",
    file: lines("[retention]", "keep_days = 2026-11-21"),
    says: [
      "2:13: retention.keep_days: it is a date; expected a whole number from 1 to 36500, in days, without quotes, for example `keep_days = 30`",
    ],
  },
  {
    what: "a list for a number",
    file: lines("[retention]", "keep_days = [30]"),
    says: [
      "2:13: retention.keep_days: it is a list; expected a whole number from 1 to 36500, in days, without quotes, for example `keep_days = 30`",
    ],
  },
  {
    what: "a duration as a number",
    file: lines("[catch_up]", "max_age = 86400"),
    says: [
      '2:11: catch_up.max_age: it is the number 86400; expected a duration from "0 s" to "14 days" in quotes: a number and ms, s, min, h or days, for example `max_age = "24 h"`',
    ],
  },
  {
    what: "an unknown unit",
    file: lines("[catch_up]", 'max_age = "3 fortnights"'),
    says: [
      '2:11: catch_up.max_age: it is the text "3 fortnights"; expected a duration from "0 s" to "14 days" in quotes: a number and ms, s, min, h or days, for example `max_age = "24 h"`',
    ],
  },
  {
    what: "too long a duration",
    file: lines("[catch_up]", 'max_age = "90 days"'),
    says: [
      '2:11: catch_up.max_age: it is the text "90 days"; expected a duration from "0 s" to "14 days" in quotes: a number and ms, s, min, h or days, for example `max_age = "24 h"`',
    ],
  },
  {
    what: "an empty text",
    file: lines("[models]", 'model = ""'),
    says: [
      '2:9: models.model: it is an empty text; expected a text of 1 to 200 characters in quotes, for example `model = "gpt-6-luna"`',
    ],
  },
  {
    what: "an address without http",
    file: lines("[discord]", 'api_base = "127.0.0.1:4010/api"'),
    says: [
      '2:12: discord.api_base: it is the text "127.0.0.1:4010/api"; expected an address that begins with http:// or https://, without a user or a password, for example `api_base = "http://127.0.0.1:4010/api"`',
    ],
  },
  {
    what: "an address with a password",
    file: lines("[models]", 'openai_base_url = "http://ada:hunter2@127.0.0.1/v1"'),
    says: [
      '2:19: models.openai_base_url: it is a text that is not shown here; expected an address that begins with http:// or https://, without a user or a password, for example `openai_base_url = "http://127.0.0.1:8080/v1"`',
    ],
  },
  {
    what: "a Redis without its scheme",
    file: lines("[store]", 'redis = "ada:hunter2@redis.example:6379"'),
    says: [
      '2:9: store.redis: it is a text that is not shown here; expected an address that begins with redis://, rediss:// or redis+cluster:// in quotes, or better the variable that holds it, as "env:REDIS_URL", for example `redis = "env:REDIS_URL"`',
    ],
  },
  {
    what: "a runner without a port",
    file: lines("[cluster]", 'address = "runner-1.example"'),
    says: [
      '2:11: cluster.address: it is the text "runner-1.example"; expected HOST:PORT in quotes, for example `address = "runner-1.example:34431"`',
    ],
  },
  {
    what: "a variable that cannot be one",
    file: lines("[discord]", 'token = "env:MY TOKEN"'),
    says: [
      '2:9: discord.token: it is a text that is not shown here; expected a text without spaces in quotes, or better the variable that holds it, as "env:DISCORD_TOKEN", for example `token = "env:DISCORD_TOKEN"`',
    ],
  },
  {
    what: "a secret that is a number",
    file: lines("[models]", "openai_api_key = 12345678"),
    says: [
      '2:18: models.openai_api_key: it is a number; expected a text without spaces in quotes, or better the variable that holds it, as "env:OPENAI_API_KEY", for example `openai_api_key = "env:OPENAI_API_KEY"`',
    ],
  },
  {
    what: "an id without quotes",
    file: lines("[discord]", "application_id = 549170854458687509"),
    says: [
      '2:18: discord.application_id: it is the number 549170854458687509; expected a Discord id: 17 to 20 digits in quotes (in the application\'s General Information), for example `application_id = "549170854458687509"`',
    ],
  },
  {
    what: "an id that is too short",
    file: lines("[discord]", 'application_id = "1234"'),
    says: [
      '2:18: discord.application_id: it is the text "1234"; expected a Discord id: 17 to 20 digits in quotes (in the application\'s General Information), for example `application_id = "549170854458687509"`',
    ],
  },
  {
    what: "a name for an id",
    file: lines("[[partners.users]]", 'discord_id = "ada#1234"', 'name = "ada"'),
    says: [
      '2:14: partners.users[0].discord_id: it is the text "ada#1234"; expected a Discord id: 17 to 20 digits in quotes (in Discord: Settings, Advanced, Developer Mode, then right-click the person), for example `discord_id = "549170854458687509"`',
    ],
  },
  {
    what: "a token under the wrong key",
    file: lines(
      "[discord]",
      'application_id = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"',
    ),
    says: [
      '2:18: discord.application_id: it is a text that is not shown here; expected a Discord id: 17 to 20 digits in quotes (in the application\'s General Information), for example `application_id = "549170854458687509"`',
    ],
  },
  {
    what: "a misspelt section",
    file: lines("[catchup]", 'max_age = "24 h"'),
    says: ["1:1: catchup: this section is not known; did you mean catch_up? For example `[catch_up]`"],
  },
  {
    what: "a section nobody knows",
    file: lines("[database]"),
    says: [
      "1:1: database: this section is not known; expected one of discord, store, cluster, team, pool, playground, inspector, telemetry, models, answers, alerts, budgets, caches, channels, manager, catch_up, retention, partners, templates, tools, workflows, permissions, for example `[discord]`",
    ],
  },
  {
    what: "a misspelt key",
    file: lines("[retention]", "keep_day = 30"),
    says: [
      "2:1: retention.keep_day: this key is not known; did you mean keep_days? For example `keep_days = 30`",
    ],
  },
  {
    what: "a key with dashes",
    file: lines("[retention]", "keep-entries = 500"),
    says: [
      "2:1: retention.keep-entries: this key is not known; did you mean keep_entries? For example `keep_entries = 10000`",
    ],
  },
  {
    what: "a key in camel case",
    file: lines("[retention]", "keepDays = 30"),
    says: [
      "2:1: retention.keepDays: this key is not known; did you mean keep_days? For example `keep_days = 30`",
    ],
  },
  {
    what: "a key of no section",
    file: lines('token = "hunter2"'),
    says: [
      '1:1: token: this key is not known here; expected it under [discord] or [inspector], for example `token = "env:DISCORD_TOKEN"`',
    ],
  },
  {
    what: "a key of another section",
    file: lines("[discord]", 'redis = "hunter2"'),
    says: [
      '2:1: discord.redis: this key is not known here; expected it under [store], for example `redis = "env:REDIS_URL"`',
    ],
  },
  {
    what: "a key nobody knows",
    file: lines("[pool]", 'colour = "blue"'),
    says: [
      "2:1: pool.colour: this key is not known; expected one of agents, policy, standby, kits, for example `agents = 50`",
    ],
  },
  {
    what: "a value for a section",
    file: lines("pool = 50"),
    says: [
      "1:8: pool: it is a number; expected a section with its keys in lines of their own, for example `[pool]`",
    ],
  },
  {
    what: "a secret for a section",
    file: lines('discord = "hunter2"'),
    says: [
      "1:11: discord: it is a text; expected a section with its keys in lines of their own, for example `[discord]`",
    ],
  },
  {
    what: "a list for a section",
    file: lines("[[pool]]", "agents = 50"),
    says: [
      "1:1: pool: it is a list; expected a section with its keys in lines of their own, for example `[pool]`",
    ],
  },
  {
    what: "one for a list",
    file: lines("[partners.users]", 'discord_id = "549170854458687509"', 'name = "ada"'),
    says: [
      "1:1: partners.users: it is a table; expected a section with double brackets for each, for example `[[partners.users]]`",
    ],
  },
  {
    what: "a template without a name",
    file: lines("[templates]", 'agents = ["writer"]'),
    says: [
      "2:10: templates.agents: it is a list; expected a section with a name for each, for example `[templates.research]`",
    ],
  },
  {
    what: "__proto__",
    file: lines("[__proto__]", "x = 1"),
    says: [
      "1:1: __proto__: this section is not known; expected one of discord, store, cluster, team, pool, playground, inspector, telemetry, models, answers, alerts, budgets, caches, channels, manager, catch_up, retention, partners, templates, tools, workflows, permissions, for example `[discord]`",
    ],
  },
  {
    what: "a template called __proto__",
    file: lines("[templates.__proto__]", 'agents = ["writer"]'),
    says: [
      '1:1: templates.__proto__: "__proto__" cannot be the name of a template; expected 1 to 32 of a-z, 0-9, - and _, beginning with a letter or a digit, for example `[templates.research]`',
    ],
  },
  {
    what: "a partner without an id",
    file: lines("[[partners.users]]", 'name = "ada"'),
    says: [
      '1:1: partners.users[0].discord_id: it is missing; expected a Discord id: 17 to 20 digits in quotes (in Discord: Settings, Advanced, Developer Mode, then right-click the person), for example `discord_id = "549170854458687509"`',
    ],
  },
  {
    what: "a partner without a name, the second",
    file: lines(
      "[[partners.users]]",
      'discord_id = "549170854458687509"',
      'name = "ada"',
      "[[partners.users]]",
      'discord_id = "549170854458687510"',
    ),
    says: [
      '4:1: partners.users[1].name: it is missing; expected a text of 1 to 80 characters in quotes, for example `name = "primary_partner"`',
    ],
  },
  {
    what: "a partner who is there twice",
    file: lines(
      "[[partners.users]]",
      'discord_id = "549170854458687509"',
      'name = "ada"',
      "[[partners.users]]",
      'discord_id = "549170854458687509"',
      'name = "ben"',
    ),
    says: [
      '5:14: partners.users[1].discord_id: "549170854458687509" is there twice, first as partners.users[0]; expected each person once, with all that belongs to them, for example `[[partners.users]]`',
    ],
  },
  {
    what: "two partners of one name",
    file: lines(
      "[[partners.users]]",
      'discord_id = "549170854458687509"',
      'name = "ada"',
      "[[partners.users]]",
      'discord_id = "549170854458687510"',
      'name = "ada"',
    ),
    says: [
      '6:8: partners.users[1].name: "ada" is there twice, first as partners.users[0]; expected each name once, for example `name = "ada_2"`',
    ],
  },
  {
    what: "a template that is misspelt",
    file: lines(
      "[[partners.users]]",
      'discord_id = "549170854458687509"',
      'name = "ada"',
      'template = "reserch"',
      "[templates.research]",
    ),
    says: [
      '4:12: partners.users[0].template: there is no template "reserch"; did you mean research? For example `template = "research"`',
    ],
  },
  {
    what: "a template that is not there",
    file: lines(
      "[[partners.users]]",
      'discord_id = "549170854458687509"',
      'name = "ada"',
      'template = "poetry"',
    ),
    says: [
      '4:12: partners.users[0].template: there is no template "poetry"; expected default, or a section [templates.poetry], for example `template = "default"`',
    ],
  },
  {
    what: "a template that extends one that is not there",
    file: lines("[templates.research]", 'extends = "base"'),
    says: [
      '2:11: templates.research.extends: there is no template "base"; expected one of default, research, or a section [templates.base], for example `extends = "default"`',
    ],
  },
  {
    what: "a template that extends itself",
    file: lines("[templates.research]", 'extends = "research"'),
    says: [
      '2:11: templates.research.extends: research extends itself; expected a template that does not lead back here: leave one `extends` of the circle out, for example `# extends = "research"`',
    ],
  },
  {
    what: "a circle of templates",
    file: lines(
      "[templates.a]",
      'extends = "c"',
      "[templates.b]",
      'extends = "a"',
      "[templates.c]",
      'extends = "b"',
      "[templates.d]",
      'extends = "a"',
    ),
    says: [
      '2:11: templates.a.extends: templates go round in a circle: a → c → b → a; expected a template that does not lead back here: leave one `extends` of the circle out, for example `# extends = "c"`',
    ],
  },
  {
    what: "a template with a name that is none",
    file: lines('[templates."My Team"]'),
    says: [
      '1:1: templates."My Team": "My Team" cannot be the name of a template; expected 1 to 32 of a-z, 0-9, - and _, beginning with a letter or a digit, for example `[templates.research]`',
    ],
  },
  {
    what: "an agent that is there twice",
    file: lines("[templates.a]", 'agents = ["writer", "writer"]'),
    says: [
      '2:21: templates.a.agents[1]: "writer" is there twice; expected each agent once, for example `agents = ["writer"]`',
    ],
  },
  {
    what: "an agent by its display name",
    file: lines("[templates.a]", 'agents = ["Writer"]'),
    says: [
      '2:11: templates.a.agents[0]: it is the text "Writer"; expected the name of an agent\'s file without .md: 1 to 32 of a-z, 0-9 and - in quotes, for example `agents = ["strategist", "writer", "analyst"]`',
    ],
  },
  {
    what: "agents in one text",
    file: lines("[templates.a]", 'agents = "writer, analyst"'),
    says: [
      '2:10: templates.a.agents: it is the text "writer, analyst"; expected a list of at most 64 agents, each by the name of its file without .md, in quotes, for example `agents = ["strategist", "writer", "analyst"]`',
    ],
  },
  {
    what: "a coordination that is none",
    file: lines("[[templates.a.groups]]", 'name = "main"', 'coordination = "round-robin"'),
    says: [
      '3:16: templates.a.groups[0].coordination: it is the text "round-robin"; expected one of "hybrid", "round_robin", "supervisor", "pipeline", "sleep_time", for example `coordination = "hybrid"`',
    ],
  },
  {
    what: "a memory block without a label",
    file: lines("[[templates.a.memory]]", "limit = 10"),
    says: [
      '1:1: templates.a.memory[0].label: it is missing; expected 1 to 32 of a-z, 0-9, - and _ in quotes, beginning with a letter or a digit, for example `label = "persona"`',
    ],
  },
  {
    what: "a memory block that is there twice",
    file: lines("[[templates.a.memory]]", 'label = "persona"', "[[templates.a.memory]]", 'label = "persona"'),
    says: [
      '4:9: templates.a.memory[1].label: "persona" is there twice, first as templates.a.memory[0]; expected each label once, for example `label = "persona_2"`',
    ],
  },
  {
    what: "a group that is there twice",
    file: lines("[[templates.a.groups]]", 'name = "main"', "[[templates.a.groups]]", 'name = "main"'),
    says: [
      '4:8: templates.a.groups[1].name: "main" is there twice, first as templates.a.groups[0]; expected each name once, for example `name = "main_2"`',
    ],
  },
  {
    what: "a memory block without a limit",
    file: lines("[[templates.a.memory]]", 'label = "persona"', "limit = 0"),
    says: [
      "3:9: templates.a.memory[0].limit: it is the number 0; expected a whole number from 1 to 100000, in characters, without quotes, for example `limit = 2000`",
    ],
  },
  {
    what: "an agent of the core that is not in the template",
    file: lines("[templates.a]", 'agents = ["writer", "analyst"]', 'core = ["analyst", "strategist"]'),
    says: [
      '3:20: templates.a.core[1]: "strategist" is none of the template\'s agents; expected one of writer, analyst, for example `core = ["writer"]`',
    ],
  },
  {
    what: "a member of a group whom the template that is extended does not have",
    file: lines(
      "[templates.a]",
      'extends = "b"',
      "[[templates.a.groups]]",
      'name = "main"',
      'members = ["analyst"]',
      "[templates.b]",
      'agents = ["writer"]',
    ),
    says: [
      '5:12: templates.a.groups[0].members[0]: "analyst" is none of the template\'s agents; expected writer, for example `members = ["writer"]`',
    ],
  },
  {
    what: "a member of a group who is there twice",
    file: lines("[[templates.a.groups]]", 'name = "main"', 'members = ["writer", "writer"]'),
    says: [
      '3:22: templates.a.groups[0].members[1]: "writer" is there twice; expected each agent once, for example `members = ["writer"]`',
    ],
  },
  {
    what: "a circle of three templates that a fourth one leads to",
    file: lines(
      "[templates.a]",
      'extends = "b"',
      "[templates.b]",
      'extends = "c"',
      "[templates.c]",
      'extends = "b"',
    ),
    says: [
      '4:11: templates.b.extends: templates go round in a circle: b → c → b; expected a template that does not lead back here: leave one `extends` of the circle out, for example `# extends = "c"`',
    ],
  },
  {
    what: "several at once",
    file: lines("[playground]", 'port = "x"', "colour = 1", "", "[[partners.users]]", "discord_id = 5"),
    says: [
      '2:8: playground.port: it is the text "x"; expected a port from 1 to 65535, or 0 for a free one, without quotes, for example `port = 4010`',
      "3:1: playground.colour: this key is not known; expected port, for example `port = 4010`",
      '5:1: partners.users[0].name: it is missing; expected a text of 1 to 80 characters in quotes, for example `name = "primary_partner"`',
      '6:14: partners.users[0].discord_id: it is the number 5; expected a Discord id: 17 to 20 digits in quotes (in Discord: Settings, Advanced, Developer Mode, then right-click the person), for example `discord_id = "549170854458687509"`',
    ],
  },
]
