#include "directory/api.h"
#include "directory/commands.h"
#include "directory/directory.h"
#include "directory/leave.h"
#include "directory/packs.h"
#include "directory/pages.h"

namespace jauap::directory {

Module module() {
  auto routes = api::routes();
  const std::vector<Format> both{Format::html, Format::json};
  // Answers that show a code once are never kept for a repeat.
  auto add_person = change("/w/admin/people", pages::add_person);
  auto enrol_again = change("/w/admin/people/{login}/enrol", pages::enrol_again);
  add_person.replay = enrol_again.replay = false;
  for (auto& route : std::vector<Route>{object("/bodies", pages::bodies, both),
                                        object("/bodies/{code}", pages::body, both),
                                        object("/districts/{code}", pages::district, both),
                                        page("/w/admin/people", pages::people),
                                        add_person,
                                        enrol_again,
                                        page("/w/audit", pages::audit),
                                        page("/w/admin/people/{login}", pages::person),
                                        change("/w/admin/people/{login}/grant", pages::grant),
                                        change("/w/admin/people/{login}/end", pages::end),
                                        page("/w/leave", pages::leave),
                                        change("/w/leave", pages::take_leave),
                                        change("/w/leave/{id}/end", pages::end_leave),
                                        object("/w/packs", pages::packs, both),
                                        page("/w/packs/{version}", pages::pack),
                                        change("/w/packs/{version}/{decision}", pages::decide_pack),
                                        page("/w/admin/bodies", pages::admin_bodies),
                                        page("/w/admin/bodies/{code}", pages::edit_body),
                                        change("/w/admin/bodies", pages::save_body)})
    routes.push_back(std::move(route));
  return {.name = "directory",
          .menu = {{MenuEntry::Place::results, "directory.bodies", "/bodies"},
                   {MenuEntry::Place::work, "directory.people", "/w/admin/people", {Role::admin}},
                   {MenuEntry::Place::work, "directory.packs.title", "/w/packs", {Role::admin, Role::auditor}},
                   {MenuEntry::Place::work, "directory.audit.title", "/w/audit", {Role::auditor}}},
          .routes = std::move(routes),
          .permissions = {{may_manage_people, Role::admin, Scope::any},
                          {may_manage_people, Role::head, Scope::own_body},
                          {may_manage_people, Role::system, Scope::any},
                          {may_set_signing, Role::admin, Scope::any},
                          {may_set_signing, Role::head, Scope::own_body},
                          {may_take_leave, Role::clerk, Scope::own_body},
                          {may_take_leave, Role::head, Scope::own_body},
                          {may_take_leave, Role::operator_, Scope::own_body},
                          {may_publish_packs, Role::admin, Scope::any},
                          {may_publish_packs, Role::system, Scope::any},
                          {may_read_packs, Role::admin, Scope::any},
                          {may_read_packs, Role::auditor, Scope::any},
                          {may_read_audit, Role::auditor, Scope::any},
                          {may_manage_bodies, Role::admin, Scope::any},
                          {may_manage_bodies, Role::system, Scope::any}},
          .events = {{"pack.published", "directory.event.pack_published"}}};
}

}  // namespace jauap::directory
