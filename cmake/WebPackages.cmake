# cmake -DWEB=… -DLOCK=… -P: the npm packages of web/, as its lock file says; at once back when they are there. Nothing of the packages is run.
# The stamp is the one that ./dev writes, so that both know of each other.

file(LOCK ${LOCK} TIMEOUT 600)  # two presets may build at once
set(stamp ${WEB}/node_modules/.zhiyin-lock)
file(READ ${WEB}/package-lock.json wanted)
set(present "")
if(EXISTS ${stamp})
  file(READ ${stamp} present)
endif()
if(NOT present STREQUAL wanted)
  execute_process(COMMAND npm ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY ${WEB} COMMAND_ERROR_IS_FATAL ANY)
  file(COPY_FILE ${WEB}/package-lock.json ${stamp})
endif()
file(LOCK ${LOCK} RELEASE)
