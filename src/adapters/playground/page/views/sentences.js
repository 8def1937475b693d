/**
 * Three sentences to begin with, each of which is answered: by one agent, by two, and by whoever the subject calls.
 *
 * @param {string[]} names of the agents that are known
 * @returns {string[]}
 */
export function sentences([first, second = first]) {
  if (first === undefined) {
    return [
      "Hello everyone! Who are you, and what can you help me with?",
      "Which goals and risks should the plan for a small product have?",
      "Which numbers would tell us that it works?",
    ]
  }
  const both = second === first ? `@${first}` : `@${first} @${second}`
  return [
    `@${first} what can you help me with?`,
    `${both} I want to launch a small product in three months. What comes first?`,
    "Which goals, risks and numbers should our plan have?",
  ]
}
