#!/bin/sh
# Builds and tests all example aspects from a clean checkout. Needs Node 20 or newer, and npm.
set -eu
cd "$(dirname "$0")"
npm ci
npm run build
npm test
