// Fields of forms: label above, hint and error tied by aria-describedby, aria-invalid when wrong.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct FieldWords {
  std::string name;                // also the id, to which the error summary leads
  std::string label, hint, error;  // "" for none
  std::string value;               // as typed
};

struct InputOptions {
  std::string_view type = "text";
  std::string_view autocomplete = "", inputmode = "";
  int maxlength = 0;      // UTF-16 units, 0 for none; browsers cut what is over it
  bool is_short = false;  // numbers, codes, dates
};
Html input_field(const FieldWords& field, const InputOptions& options = {});

// Several files at once; the browser offers only the kinds in `accept`. The form needs enctype multipart/form-data.
Html file_field(const FieldWords& field, std::string_view accept);

struct TextOptions {
  int rows = 8;
  std::string counter;    // words for the script's counter with {left}, "" for none
  int maxlength = 0;      // characters; only counted, never cut: the server says what is too long
  std::string draft_key;  // the script keeps an unsent text on the device under this key, "" for no
};
Html text_field(const FieldWords& field, const TextOptions& options = {});

struct Choice {
  std::string value, label, hint = "";
};
// Radio buttons in a fieldset; the first bears the field's id.
Html radio_field(const FieldWords& field, const std::vector<Choice>& choices);
// Checkboxes in a fieldset, each with a name of its own, because a name stands in a form once: "<field>-<value>" with the
// value 1 (read by http::Pairs::ticked). `chosen` are values.
Html checkbox_field(const FieldWords& field, const std::vector<Choice>& choices,
                    const std::vector<std::string>& chosen);

struct ChoiceGroup {
  std::string label;  // "" for ungrouped
  std::vector<Choice> choices;
};
// The options of a select, rendered once: lists of topics and bodies are long and the same for everybody.
class Options {
 public:
  Options() = default;
  explicit Options(const std::vector<ChoiceGroup>& groups);
  // The list with this value chosen; an unknown one chooses nothing.
  Html with_chosen(std::string_view value) const;

 private:
  std::string markup_;
  std::vector<std::pair<std::string, std::size_t>> places_;  // value → where " selected" goes, sorted
};
// `empty_label` "": there is no empty choice.
Html select_field(const FieldWords& field, const Options& options, const std::string& empty_label);
Html select_field(const FieldWords& field, const std::vector<ChoiceGroup>& groups, const std::string& empty_label);

// One checkbox with the value 1.
Html checkbox(std::string_view name, std::string_view label, bool checked);

Html submit_button(std::string_view words, bool secondary = false);
// A link that looks like a button: it leads somewhere and changes nothing.
Html link_button(std::string_view words, const Url& url, bool secondary = false);

}  // namespace jauap::html
