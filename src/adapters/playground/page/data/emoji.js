/** The emoji that the picker offers, with the words that find them. */
const table = `
👍 thumbsup yes agree,👎 thumbsdown no disagree,❤️ heart love,😂 joy laugh,🎉 tada party celebrate,🙏 pray thanks please,👀 eyes look,🔥 fire hot,
✅ check done yes,❌ cross no wrong,⭐ star favourite,💡 idea bulb,🚀 rocket launch ship,🤔 thinking hmm,💯 hundred full,👏 clap applause,
😀 grinning happy,😄 smile,😅 sweat relief,😉 wink,😊 blush pleased,😍 hearteyes love,😎 cool sunglasses,😇 angel innocent,
🙂 slight smile,🙃 upsidedown,😐 neutral,😕 confused,😢 cry sad,😭 sob,😡 angry,😱 scream shock,
😴 sleep tired,🤗 hug,🤝 handshake deal,🤷 shrug unsure,🤦 facepalm,🫡 salute,🥳 party birthday,🤖 robot bot agent,
👋 wave hello bye,✋ hand stop,👌 ok perfect,✌️ peace,🤞 crossed luck,💪 strong muscle,🫶 hearthands,🙌 hooray praise,
☀️ sun,🌙 moon night,🌍 earth world,🌈 rainbow,⚡ lightning fast,❄️ snow cold,🌊 wave sea,🌱 seedling grow,
🌸 flower,🌳 tree,🍀 clover luck,🐛 bug,🐢 turtle slow,🦊 fox,🐱 cat,🐶 dog,
☕ coffee,🍵 tea,🍕 pizza,🍰 cake,🍎 apple,🍪 cookie,🍻 cheers beer,🥗 salad,
💻 laptop code,📝 memo note write,📌 pin,📎 clip attach,📅 calendar date,⏰ alarm time,⏳ hourglass wait,🔒 lock private,
🔑 key,🔧 wrench tool fix,🧪 test experiment,🧠 brain mind,📊 chart bar,📈 up chart growth,📉 down chart,🔍 search find,
📣 announce megaphone,💬 speech chat,🗳️ ballot vote,🏆 trophy win,🥇 first gold,🎯 target goal,🎲 dice chance,🎵 music,
⚠️ warning careful,🛑 stop halt,❓ question,❗ exclamation,➕ plus add,➖ minus remove,🔁 repeat again,⏸️ pause,
🟢 green,🟡 yellow,🔴 red,🔵 blue,🟣 purple,⚪ white,⚫ black,💤 zzz idle`

/** `{ char, words }`, most used first. */
export const emojis = table
  .trim()
  .split(/,\s*/)
  .map((entry) => {
    const [char, ...words] = entry.trim().split(" ")
    return { char, words }
  })

/** Emoji whose words begin with `query`; the best match first. */
export function findEmojis(query) {
  const wanted = query.toLowerCase()
  const first = emojis.filter(({ words }) => words[0].startsWith(wanted))
  return [
    ...first,
    ...emojis.filter((e) => !first.includes(e) && e.words.some((word) => word.startsWith(wanted))),
  ]
}
