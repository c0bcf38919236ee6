// What nearly every test needs; precompiled in all presets but debug.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "pch.hpp"
