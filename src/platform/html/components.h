// The components of the house: functions of already translated words, one folder each (markup, style and, where there
// is any, script together). They know no module and no request. Each works without scripts, at 320 px and with text
// twice as large; label, hint and error are tied by id; meaning never hangs on colour, icon or place alone.
#pragma once

#include "platform/html/components/ai_label/ai_label.h"
#include "platform/html/components/confirmation/confirmation.h"
#include "platform/html/components/crumbs/crumbs.h"
#include "platform/html/components/deadline_meter/deadline_meter.h"
#include "platform/html/components/error_summary/error_summary.h"
#include "platform/html/components/field/field.h"
#include "platform/html/components/file_list/file_list.h"
#include "platform/html/components/filter_bar/filter_bar.h"
#include "platform/html/components/icon/icon.h"
#include "platform/html/components/key_values/key_values.h"
#include "platform/html/components/links/links.h"
#include "platform/html/components/notice/notice.h"
#include "platform/html/components/pagination/pagination.h"
#include "platform/html/components/qr/qr.h"
#include "platform/html/components/responsible/responsible.h"
#include "platform/html/components/status/status.h"
#include "platform/html/components/summary_list/summary_list.h"
#include "platform/html/components/table/table.h"
#include "platform/html/components/timeline/timeline.h"
#include "platform/html/components/written/written.h"
