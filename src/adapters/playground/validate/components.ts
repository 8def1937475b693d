/** Components: https://discord.com/developers/docs/components/reference */
import { ButtonStyle, ComponentType, TextInputStyle } from "discord-api-types/v10"
import { Schema } from "effect"
import { Id, integer, list, maybe, rule, text } from "./form.ts"

const id = maybe(integer(0, 2_147_483_647))
const customId = text(1, 100)
const Emoji = Schema.Struct({
  id: maybe(Id),
  name: maybe(Schema.String),
  animated: maybe(Schema.Boolean),
})

const Button = Schema.Struct({
  type: Schema.Literal(ComponentType.Button),
  id,
  style: Schema.Enum(ButtonStyle),
  label: maybe(text(0, 80)),
  emoji: maybe(Emoji),
  custom_id: maybe(customId),
  url: maybe(text(1, 512)),
  sku_id: maybe(Id),
  disabled: maybe(Schema.Boolean),
}).check(
  rule("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required", (button) =>
    button.style === ButtonStyle.Link || button.style === ButtonStyle.Premium
      ? true
      : typeof button.custom_id === "string",
  ),
  rule("BUTTON_COMPONENT_URL_REQUIRED", "A url is required", (button) =>
    button.style === ButtonStyle.Link ? typeof button.url === "string" : true,
  ),
  rule(
    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    "A custom id and url cannot both be specified",
    (button) => typeof button.custom_id !== "string" || typeof button.url !== "string",
  ),
  rule(
    "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    "A label or an emoji is required",
    (button) => button.style === ButtonStyle.Premium || Boolean(button.label) || Boolean(button.emoji),
  ),
)

const SelectOption = Schema.Struct({
  label: text(1, 100),
  value: text(1, 100),
  description: maybe(text(0, 100)),
  emoji: maybe(Emoji),
  default: maybe(Schema.Boolean),
})

const selectFields = {
  id,
  custom_id: customId,
  placeholder: maybe(text(0, 150)),
  min_values: maybe(integer(0, 25)),
  max_values: maybe(integer(1, 25)),
  disabled: maybe(Schema.Boolean),
  required: maybe(Schema.Boolean),
}

const StringSelect = Schema.Struct({
  type: Schema.Literal(ComponentType.StringSelect),
  ...selectFields,
  options: list(SelectOption, 1, 25).check(
    rule(
      "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
      "The specified option value is already used",
      (options) => distinct(options.map((option) => option.value)),
    ),
  ),
})

// One schema a type, since only a literal tells a union which member is meant.
const entitySelect = <T extends ComponentType>(type: T) =>
  Schema.Struct({
    type: Schema.Literal(type),
    ...selectFields,
    default_values: maybe(Schema.Array(Schema.Struct({ id: Id, type: Schema.String }))),
    channel_types: maybe(Schema.Array(Schema.Number)),
  })

const Selects = [
  StringSelect,
  entitySelect(ComponentType.UserSelect),
  entitySelect(ComponentType.RoleSelect),
  entitySelect(ComponentType.MentionableSelect),
  entitySelect(ComponentType.ChannelSelect),
] as const

const ActionRow = Schema.Struct({
  type: Schema.Literal(ComponentType.ActionRow),
  id,
  components: list(Schema.Union([Button, ...Selects]), 1, 5).check(
    rule(
      "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
      "The specified component exceeds the maximum width",
      (row) => row.length === 1 || row.every((component) => component.type === ComponentType.Button),
    ),
  ),
})

const TextDisplay = Schema.Struct({
  type: Schema.Literal(ComponentType.TextDisplay),
  id,
  content: text(1, 4000),
})
const Media = Schema.Struct({ url: text(1, 2048) })
const Thumbnail = Schema.Struct({
  type: Schema.Literal(ComponentType.Thumbnail),
  id,
  media: Media,
  description: maybe(text(0, 1024)),
  spoiler: maybe(Schema.Boolean),
})
const Section = Schema.Struct({
  type: Schema.Literal(ComponentType.Section),
  id,
  components: list(TextDisplay, 1, 3),
  accessory: Schema.Union([Thumbnail, Button]),
})
const MediaGallery = Schema.Struct({
  type: Schema.Literal(ComponentType.MediaGallery),
  id,
  items: list(
    Schema.Struct({ media: Media, description: maybe(text(0, 1024)), spoiler: maybe(Schema.Boolean) }),
    1,
    10,
  ),
})
const File = Schema.Struct({
  type: Schema.Literal(ComponentType.File),
  id,
  file: Media,
  spoiler: maybe(Schema.Boolean),
})
const Separator = Schema.Struct({
  type: Schema.Literal(ComponentType.Separator),
  id,
  divider: maybe(Schema.Boolean),
  spacing: maybe(Schema.Literals([1, 2])),
})
const Container = Schema.Struct({
  type: Schema.Literal(ComponentType.Container),
  id,
  components: list(Schema.Union([ActionRow, TextDisplay, Section, MediaGallery, File, Separator]), 1, 40),
  accent_color: maybe(integer(0, 0xffffff)),
  spoiler: maybe(Schema.Boolean),
})

const uniqueCustomIds = rule<ReadonlyArray<object>>(
  "COMPONENT_CUSTOM_ID_DUPLICATED",
  "Component custom id cannot be duplicated",
  (components) => distinct(customIdsIn(components)),
)

/** Components of a message without the flag IS_COMPONENTS_V2: rows only. */
export const Rows = list(ActionRow, 0, 5).check(uniqueCustomIds)

/** Components of a message with the flag IS_COMPONENTS_V2. */
export const Layout = list(
  Schema.Union([ActionRow, TextDisplay, Section, MediaGallery, File, Separator, Container]),
  1,
  40,
).check(uniqueCustomIds)

const TextInput = Schema.Struct({
  type: Schema.Literal(ComponentType.TextInput),
  id,
  custom_id: customId,
  style: Schema.Enum(TextInputStyle),
  label: maybe(text(1, 45)),
  min_length: maybe(integer(0, 4000)),
  max_length: maybe(integer(1, 4000)),
  required: maybe(Schema.Boolean),
  value: maybe(text(0, 4000)),
  placeholder: maybe(text(0, 100)),
})
const InputRow = Schema.Struct({
  type: Schema.Literal(ComponentType.ActionRow),
  id,
  components: list(TextInput, 1, 1),
})
const Label = Schema.Struct({
  type: Schema.Literal(ComponentType.Label),
  id,
  label: text(1, 45),
  description: maybe(text(0, 100)),
  component: Schema.Union([TextInput, ...Selects]),
})

/** Components of a modal. */
export const ModalComponents = list(Schema.Union([InputRow, Label, TextDisplay]), 1, 5).check(uniqueCustomIds)

const distinct = (values: ReadonlyArray<string>): boolean => new Set(values).size === values.length

/** Every custom_id in a tree of components. */
function customIdsIn(tree: unknown): ReadonlyArray<string> {
  if (Array.isArray(tree)) return tree.flatMap(customIdsIn)
  if (typeof tree !== "object" || tree === null) return []
  return Object.entries(tree).flatMap(([key, value]) =>
    key === "custom_id" && typeof value === "string" ? [value] : customIdsIn(value),
  )
}
