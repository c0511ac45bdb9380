// The same paper as a page: what is in the file can be read without opening it.
#pragma once

#include "platform/html/html.h"
#include "platform/pdf/pdf.h"

namespace jauap::pdf {

// The title of the paper is the heading of the page.
html::Html as_page(const Document& document);

}  // namespace jauap::pdf
