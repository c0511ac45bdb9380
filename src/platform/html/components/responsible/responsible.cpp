#include "platform/html/components/responsible/responsible.h"

namespace jauap::html {
namespace {
using namespace tags;

Html linked(const std::string& words, const std::optional<Url>& url) {
  return url ? a({href(*url), words}) : text(words);
}

Html line(const std::string& words, const std::optional<Url>& url = std::nullopt) {
  return when(!words.empty(), p({cls("meta"), linked(words, url)}));
}

}  // namespace

Html responsible_now(const Responsible& who) {
  return section({cls("who"), h2({who.heading}), p({cls("body"), linked(who.body, who.body_link)}),
                  when(!who.post.empty(), p({who.post})), line(who.since), line(who.contact, who.contact_link),
                  line(who.before), line(who.above, who.above_link)});
}

}  // namespace jauap::html
