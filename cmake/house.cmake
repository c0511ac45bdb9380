# One library a folder, tests found by their place, generated tables.

set_property(GLOBAL PROPERTY house_folders "")
enable_testing()

# house_prelude(jauap_base prelude.h): the header is compiled with the first target of its kind and used by all others. Not for
# the fuzzers' build, which shows what a source forgot to include.
function(house_prelude target header)
  if(JAUAP_FUZZ)
    return()
  endif()
  get_property(first GLOBAL PROPERTY house_prelude_${header})
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
  else()
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/${header})
    set_property(GLOBAL PROPERTY house_prelude_${header} ${target})
  endif()
endfunction()

# house_folder(platform/db): src/platform/db/*.cpp → library jauap_platform_db; tests/*_test.cpp → jauap_platform_db_test;
# testing.cpp (the second door, for tests) → jauap_platform_db_testing.
function(house_folder folder)
  string(REPLACE "/" "_" name ${folder})
  set(dir ${CMAKE_SOURCE_DIR}/src/${folder})
  # Relative: a checkout may itself lie in a folder called "tests".
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src ${dir}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/tests/|/testing\\.cpp$|/fuzz_[a-z_]+\\.cpp$")
  if(JAUAP_FUZZ)
    # Clang 14 cannot assemble coroutines with the address sanitizer; no parser needs the server's loop.
    list(FILTER sources EXCLUDE REGEX "^platform/http/(server|loop)\\.cpp$")
  endif()
  list(TRANSFORM sources PREPEND ${CMAKE_SOURCE_DIR}/src/)
  if(NOT sources)
    return()
  endif()
  add_library(jauap_${name} STATIC ${sources})
  get_property(before GLOBAL PROPERTY house_folders)
  target_link_libraries(jauap_${name} PUBLIC house_flags ${before} ${house_libraries_${name}})
  house_prelude(jauap_${name} prelude.h)
  set_property(GLOBAL PROPERTY house_folders "jauap_${name};${before}")

  set(testing)
  if(EXISTS ${dir}/testing.cpp)
    get_property(earlier_testing GLOBAL PROPERTY house_testing)
    add_library(jauap_${name}_testing STATIC ${dir}/testing.cpp)
    target_link_libraries(jauap_${name}_testing PUBLIC jauap_${name} ${earlier_testing} GTest::gtest)
    target_compile_definitions(jauap_${name}_testing PRIVATE JAUAP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    set_property(GLOBAL APPEND PROPERTY house_testing jauap_${name}_testing)
  endif()
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/tests/*_test.cpp)
  if(tests)
    set_property(GLOBAL APPEND PROPERTY house_tests "${name}")
    set_property(GLOBAL PROPERTY house_tests_${name} "${tests}")
  endif()
endfunction()

function(house_modules)
  file(GLOB modules CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/src/*/module.cpp)
  foreach(module ${modules})
    get_filename_component(folder ${module} DIRECTORY)
    if(NOT TARGET jauap_${folder})
      house_folder(${folder})
    endif()
  endforeach()
endfunction()

# Tables made at build time from files found by their place: migrations, catalogues, assets.
function(house_generated)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})

  file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/migrations/*.sql ${CMAKE_SOURCE_DIR}/src/platform/*/migrations/*.sql)
  add_custom_command(OUTPUT ${out}/migrations.cpp
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/migrations.py ${out}/migrations.cpp ${migrations}
    DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/tools/migrations.py)

  file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/i18n/*.po ${CMAKE_SOURCE_DIR}/src/*/i18n/*.po
    ${CMAKE_SOURCE_DIR}/src/platform/*/i18n/*.po)
  file(GLOB_RECURSE all_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.cpp ${CMAKE_SOURCE_DIR}/src/*.h)
  add_custom_command(OUTPUT ${out}/catalogue.cpp
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/catalogue.py --out ${out}/catalogue.cpp --sources ${CMAKE_SOURCE_DIR}/src --catalogues ${catalogues} $<$<BOOL:${JAUAP_DRAFT_TEXTS}>:--draft>
    COMMAND_EXPAND_LISTS
    DEPENDS ${catalogues} ${all_sources} ${CMAKE_SOURCE_DIR}/tools/catalogue.py)

  file(GLOB_RECURSE web CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/*.css ${CMAKE_SOURCE_DIR}/web/*.ts ${CMAKE_SOURCE_DIR}/web/*.svg
    ${CMAKE_SOURCE_DIR}/src/platform/html/*.css ${CMAKE_SOURCE_DIR}/src/platform/html/*.ts)
  add_custom_command(OUTPUT ${out}/assets.cpp
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/assets.py --out ${out}/assets.cpp --source ${CMAKE_SOURCE_DIR} --work ${out}/assets
    DEPENDS ${web} ${CMAKE_SOURCE_DIR}/tools/assets.py)

  add_library(jauap_generated OBJECT ${out}/migrations.cpp ${out}/catalogue.cpp ${out}/assets.cpp)
  get_property(folders GLOBAL PROPERTY house_folders)
  target_link_libraries(jauap_generated PUBLIC house_flags)

  get_property(tests GLOBAL PROPERTY house_tests)
  get_property(testing GLOBAL PROPERTY house_testing)
  foreach(name ${tests})
    get_property(sources GLOBAL PROPERTY house_tests_${name})
    add_executable(jauap_${name}_test EXCLUDE_FROM_ALL ${sources} $<TARGET_OBJECTS:jauap_generated>)
    target_link_libraries(jauap_${name}_test PRIVATE ${testing} jauap_${name} ${folders} GTest::gmock GTest::gtest_main)
    target_compile_definitions(jauap_${name}_test PRIVATE JAUAP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    house_prelude(jauap_${name}_test prelude_of_tests.h)
    set_property(GLOBAL APPEND PROPERTY house_test_targets jauap_${name}_test)
    add_test(NAME ${name} COMMAND jauap_${name}_test)
  endforeach()
  add_executable(jauap_house_test EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tests/house/house_test.cpp)
  target_link_libraries(jauap_house_test PRIVATE house_flags GTest::gtest_main)
  target_compile_definitions(jauap_house_test PRIVATE JAUAP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set_property(GLOBAL APPEND PROPERTY house_test_targets jauap_house_test)
  get_property(targets GLOBAL PROPERTY house_test_targets)
  if(targets)
    add_custom_target(unit_tests DEPENDS ${targets})
  endif()
endfunction()

function(house_program folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/bench/*.cpp)
  if(NOT sources)
    return()
  endif()
  get_property(folders GLOBAL PROPERTY house_folders)
  add_executable(jauap ${sources} $<TARGET_OBJECTS:jauap_generated>)
  target_link_libraries(jauap PRIVATE ${folders} ${house_libraries_${folder}})
  target_include_directories(jauap PRIVATE ${CMAKE_SOURCE_DIR})
  if(NOT JAUAP_FUZZ)
    target_precompile_headers(jauap PRIVATE ${CMAKE_SOURCE_DIR}/cmake/prelude.h)
  endif()
endfunction()

# The verifier as a program of its own, linked statically so that it runs on any Linux: the folders that only compute, without
# the web and without packs.
function(house_verifier folder)
  if(JAUAP_SANITIZE OR JAUAP_FUZZ)
    return()  # sanitizers cannot be linked statically
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/src/platform/tlog/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/fuzz_[a-z_]+\\.cpp$|/packs\\.cpp$")
  add_executable(jauap-verify ${sources} ${CMAKE_SOURCE_DIR}/src/base/time.cpp ${CMAKE_SOURCE_DIR}/src/platform/journal/commitment.cpp
    ${CMAKE_SOURCE_DIR}/src/platform/secrets/secrets.cpp ${CMAKE_SOURCE_DIR}/src/platform/secrets/signatures.cpp)
  set_target_properties(jauap-verify PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_definitions(jauap-verify PRIVATE BOOST_JSON_STATIC_LINK BOOST_CONTAINER_STATIC_LINK)
  find_library(static_boost_json libboost_json.a REQUIRED)
  find_library(static_boost_container libboost_container.a REQUIRED)
  find_library(static_sodium libsodium.a REQUIRED)
  find_library(static_crypto libcrypto.a REQUIRED)
  target_link_libraries(jauap-verify PRIVATE house_flags ${static_boost_json} ${static_boost_container} ${static_sodium} ${static_crypto} -static)
endfunction()

# Every fuzz_<what>.cpp beside the parser that it tries: one libFuzzer program each (preset fuzz, clang).
function(house_fuzz)
  if(NOT JAUAP_FUZZ)
    return()
  endif()
  file(GLOB_RECURSE targets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/fuzz_*.cpp)
  foreach(source ${targets})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source} $<TARGET_OBJECTS:jauap_generated>)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    # Only the parser's own folder and what stands below it.
    get_filename_component(folder ${source} DIRECTORY)
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/src ${folder})
    string(REPLACE "/" "_" folder ${folder})
    target_link_libraries(${name} PRIVATE jauap_${folder})
    target_compile_definitions(${name} PRIVATE JAUAP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    list(APPEND fuzzers ${name})
  endforeach()
  add_custom_target(fuzzers DEPENDS ${fuzzers})
endfunction()
