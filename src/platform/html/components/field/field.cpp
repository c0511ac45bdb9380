#include "platform/html/components/field/field.h"

#include <algorithm>

namespace jauap::html {
namespace {
using namespace tags;

Attr given(Literal name, std::string_view value) {
  auto made = attr(name, value);
  made.present = !value.empty();
  return made;
}
Attr given(Literal name, int value) {
  auto made = attr(name, value);
  made.present = value > 0;
  return made;
}

Attr described(const FieldWords& field) {
  std::string ids;
  if (!field.hint.empty()) ids = field.name + "-hint";
  if (!field.error.empty()) ids += (ids.empty() ? "" : " ") + field.name + "-error";
  return given("aria-describedby", ids);
}
Attr invalid(const FieldWords& field) {
  return given("aria-invalid", field.error.empty() ? "" : "true");
}

Html about(const FieldWords& field) {
  return join({when(!field.hint.empty(), p({cls("hint"), id(field.name + "-hint"), field.hint})),
               when(!field.error.empty(), p({cls("field-error"), id(field.name + "-error"), field.error}))});
}

Attr field_class(const FieldWords& field) {
  return cls(field.error.empty() ? "field" : "field wrong");
}

Html wrapped(const FieldWords& field, const Html& control) {
  return div({field_class(field), label({attr("for", field.name), field.label}), about(field), control});
}

struct ControlWords {
  std::string_view type;
  std::string name, value;
};

Html choice_row(const FieldWords& field, const Choice& choice, std::size_t number, const ControlWords& control, bool is_on) {
  const auto own_id = number == 0 ? field.name : field.name + "-" + std::to_string(number + 1);
  const auto hint_id = choice.hint.empty() ? std::string() : own_id + "-about";
  return div({cls("choice"),
              input({id(own_id), attr("type", control.type), attr("name", control.name), attr("value", control.value),
                     flag("checked", is_on), given("aria-describedby", hint_id)}),
              label({attr("for", own_id), choice.label}),
              when(!choice.hint.empty(), p({cls("hint"), id(hint_id), choice.hint}))});
}

Html choices_markup(const FieldWords& field, const std::vector<Html>& rows) {
  return fieldset({field_class(field), described(field), legend({field.label}), about(field), join(rows)});
}

}  // namespace

Html input_field(const FieldWords& field, const InputOptions& options) {
  return wrapped(field, input({id(field.name), attr("name", field.name), attr("type", options.type),
                               given("class", options.is_short ? "short" : ""), attr("value", field.value),
                               given("autocomplete", options.autocomplete), given("inputmode", options.inputmode),
                               given("maxlength", options.maxlength), described(field), invalid(field)}));
}

Html file_field(const FieldWords& field, std::string_view accept) {
  return wrapped(field, input({id(field.name), attr("name", field.name), attr("type", "file"), attr("accept", accept),
                               flag("multiple"), described(field), invalid(field)}));
}

Html text_field(const FieldWords& field, const TextOptions& options) {
  return wrapped(field,
                 textarea({id(field.name), attr("name", field.name), attr("rows", options.rows), described(field),
                           invalid(field), given("data-max", options.maxlength), given("data-counter", options.counter),
                           given("data-draft", options.draft_key), field.value}));
}

Html radio_field(const FieldWords& field, const std::vector<Choice>& choices) {
  std::vector<Html> rows;
  for (const auto& choice : choices)
    rows.push_back(choice_row(field, choice, rows.size(), {"radio", field.name, choice.value}, choice.value == field.value));
  return choices_markup(field, rows);
}

Html checkbox_field(const FieldWords& field, const std::vector<Choice>& choices,
                    const std::vector<std::string>& chosen) {
  std::vector<Html> rows;
  for (const auto& choice : choices) {
    const bool is_on = std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end();
    rows.push_back(choice_row(field, choice, rows.size(), {"checkbox", field.name + "-" + choice.value, "1"}, is_on));
  }
  return choices_markup(field, rows);
}

Options::Options(const std::vector<ChoiceGroup>& groups) {
  // An option is <option value="…">: the mark of the chosen one goes before the end of its tag.
  const auto mark_place = [](const Choice& choice) { return option({attr("value", choice.value)}).markup().find('>'); };
  for (const auto& group : groups) {
    std::vector<Html> options;
    for (const auto& choice : group.choices) options.push_back(option({attr("value", choice.value), choice.label}));
    const auto listed = join(options);
    const auto whole = group.label.empty() ? listed : optgroup({attr("label", group.label), listed});
    auto at = markup_.size() + whole.markup().find(listed.markup());
    for (std::size_t i = 0; i < options.size(); at += options[i++].markup().size())
      places_.emplace_back(group.choices[i].value, at + mark_place(group.choices[i]));
    markup_ += whole.markup();
  }
  std::sort(places_.begin(), places_.end());
}

Html Options::with_chosen(std::string_view value) const {
  const auto found = std::lower_bound(places_.begin(), places_.end(), value,
                                      [](const auto& place, std::string_view wanted) { return place.first < wanted; });
  if (found == places_.end() || found->first != value) return trusted(markup_);
  auto markup = markup_;
  markup.insert(found->second, " selected");
  return trusted(std::move(markup));
}

Html select_field(const FieldWords& field, const Options& options, const std::string& empty_label) {
  const auto none = empty_label.empty() ? Html() : option({attr("value", ""), empty_label});
  return wrapped(field, select({id(field.name), attr("name", field.name), described(field), invalid(field), none,
                                options.with_chosen(field.value)}));
}

Html select_field(const FieldWords& field, const std::vector<ChoiceGroup>& groups, const std::string& empty_label) {
  return select_field(field, Options(groups), empty_label);
}

Html checkbox(std::string_view name, std::string_view words, bool checked) {
  return div(
      {cls("choice"),
       input({id(name), attr("type", "checkbox"), attr("name", name), attr("value", "1"), flag("checked", checked)}),
       label({attr("for", name), words})});
}

Html submit_button(std::string_view words, bool secondary) {
  return button({cls(secondary ? "button secondary" : "button"), attr("type", "submit"), words});
}

Html link_button(std::string_view words, const Url& url, bool secondary) {
  return a({cls(secondary ? "button secondary" : "button"), href(url), words});
}

}  // namespace jauap::html
