#include "platform/html/components/confirmation/confirmation.h"

#include "platform/html/components/icon/icon.h"

namespace jauap::html {

Html confirmation_panel(const Confirmation& confirmation) {
  using namespace tags;
  return section({cls("confirmation"), h1({icon(Icon::check), confirmation.heading}),
                  when(!confirmation.number.empty(),
                       join({p({cls("meta"), confirmation.number_label}), p({cls("big"), confirmation.number})})),
                  confirmation.more});
}

}  // namespace jauap::html
