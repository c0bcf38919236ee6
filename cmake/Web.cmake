# The target web_assets: the built pages of web/ as a static library, declared by src/app/web_assets.hpp. Building it runs npm and Vite
# (without the network, once the packages are there) only when something under web/ has changed.

set(WEB_OUT ${CMAKE_BINARY_DIR}/web)
file(GLOB_RECURSE WEB_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/*)
list(FILTER WEB_SOURCES EXCLUDE REGEX "\\.test\\.ts$|/testing\\.ts$")
set(WEB_STEPS index.html agent.html sign-in.html setup.html shop.html package.json package-lock.json vite.config.ts tsconfig.json embed.mjs)
list(TRANSFORM WEB_STEPS PREPEND "${CMAKE_SOURCE_DIR}/web/")

add_custom_command(
  OUTPUT ${WEB_OUT}/web_files.S ${WEB_OUT}/web_table.cpp
  BYPRODUCTS ${WEB_OUT}/web_files.bin
  COMMAND ${CMAKE_COMMAND} -DWEB=${CMAKE_SOURCE_DIR}/web -DLOCK=${CMAKE_SOURCE_DIR}/build/web.lock -P ${CMAKE_SOURCE_DIR}/cmake/WebPackages.cmake
  COMMAND npm run --silent build -- --outDir ${WEB_OUT}/dist --emptyOutDir --logLevel warn
  COMMAND node embed.mjs ${WEB_OUT}/dist ${WEB_OUT}
  DEPENDS ${WEB_SOURCES} ${WEB_STEPS} ${CMAKE_SOURCE_DIR}/cmake/WebPackages.cmake
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/web
  COMMENT "Building the web pages"
  VERBATIM)

add_library(web_assets STATIC ${WEB_OUT}/web_files.S ${WEB_OUT}/web_table.cpp)
target_include_directories(web_assets PRIVATE ${CMAKE_SOURCE_DIR}/src ${WEB_OUT})
target_link_libraries(web_assets PRIVATE zhiyin_warnings)
