# Flags for all of our own code. Warnings are errors; hardening flags cost little and stay in every build.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(house_flags INTERFACE)
target_compile_options(house_flags INTERFACE
  -Wall -Wextra -Wno-missing-field-initializers -Wno-restrict -Wformat=2 -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong -fstack-clash-protection)
target_compile_definitions(house_flags INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_ARRAY SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL
  _GLIBCXX_ASSERTIONS)
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
