# Libraries come from the distribution. All that are missing are named at once, by what installs
# them: whoever builds with pip or pre-commit has not read how this project is built.

set(missing_packages "")

# need_package(NAME VERSION APT_PACKAGE [COMPONENTS …])
macro(need_package name version apt_package)
  find_package(${name} ${version} QUIET ${ARGN})
  if(NOT ${name}_FOUND)
    list(APPEND missing_packages ${apt_package})
  endif()
endmacro()

function(stop_for_missing_packages)
  if(missing_packages)
    list(JOIN missing_packages " " names)
    message(FATAL_ERROR "These packages are missing, or too old:\n  apt-get install ${names}")
  endif()
endfunction()
