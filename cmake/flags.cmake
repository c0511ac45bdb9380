# Flags for all of our own code. Warnings are errors; hardening flags cost little and stay in every build.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(house_flags INTERFACE)
target_compile_options(house_flags INTERFACE
  -Wall -Wextra -Wno-missing-field-initializers -Wformat=2 -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong -fstack-clash-protection -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # -fpch-preprocess: so that ccache can tell. The four warnings are wrong about std::string in GCC 12, once a precompiled header hides
  # that the code is the library's; the address sanitizer is the judge of such things.
  target_compile_options(house_flags INTERFACE -fpch-preprocess -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()
target_compile_definitions(house_flags INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_ARRAY SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL
  _GLIBCXX_ASSERTIONS
  _LARGEFILE64_SOURCE)  # some libraries bring it; a precompiled header wants the same in all
target_include_directories(house_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)

if(JAUAP_SANITIZE)
  target_compile_options(house_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(house_flags INTERFACE -fsanitize=address,undefined)
elseif(JAUAP_FUZZ)
  target_compile_options(house_flags INTERFACE -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
    -Wno-unknown-warning-option -Wno-error)
  target_link_options(house_flags INTERFACE -fsanitize=address,undefined)
else()
  target_compile_options(house_flags INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2> -fcf-protection=full -ftrivial-auto-var-init=zero)
  target_link_options(house_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
