# Debian wants manuals compressed. CPack runs this where the files of the packages lie, before it makes
# the packages.

file(GLOB manuals
  ${CPACK_TEMPORARY_DIRECTORY}/program${CPACK_PACKAGING_INSTALL_PREFIX}/share/man/man1/*.1)
if(manuals)
  execute_process(COMMAND gzip -9n ${manuals} COMMAND_ERROR_IS_FATAL ANY)
endif()
