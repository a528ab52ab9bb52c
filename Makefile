# make demo    see it work            make test     everything the tests cover
# make install PREFIX=/usr/local      make check    what a change must pass
# make bench   speed and memory beside others       make quality  recall and noise

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

# The standard library goes into the binary where the toolchain has it to give.
STATIC := $(shell \
    path=$$($(SWIFT) -print-target-info 2>/dev/null \
        | sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p'); \
    [ -d "$${path}_static" ] && echo --static-swift-stdlib)
RELEASE = .build/release/blot
# What makes logs of every format.
PACKERS = /lib/systemd/systemd-journal-remote=systemd-journal-remote \
    xz=xz-utils bzip2 zstd lz4 zip unzip 7zz=7zip cpio
# What tests run beside the binary.
PROGRAMS = python3 zsh fish script=bsdutils jq xxd hexdump=bsdextrautils \
    $(PACKERS) lzip compress=ncompress ar=binutils \
    chromium chromedriver=chromium-driver xmllint=libxml2-utils \
    /usr/bin/python3:selenium=python3-selenium /usr/bin/python3:ensurepip=python3-venv

.PHONY: build demo test check bench bench-audit bench-short bench-peers quality format install packages clean

build: packages .build/patterns
	$(SWIFT) build -c release $(STATIC) --product blot

demo: build
	@Corpus/demo/show $(RELEASE)

test: .build/patterns
	@.ci/install-packages $(PROGRAMS)
	$(SWIFT) test

check: .build/patterns
	@.ci/install-packages $(PROGRAMS)
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	.build/debug/blot rules check

# LOGS=directory counts false positives in real logs, too; KNOWN=file names the real secrets in them.
quality: build
	@.ci/install-packages python3
	python3 Tests/Quality/quality.py --blot $(RELEASE) --gate \
	    $(if $(LOGS),--logs $(LOGS)) $(if $(KNOWN),--known $(KNOWN))

# LOGS=directory measures on real logs; BENCH=… are further options and sections, see bench.py --help.
bench: build
	@.ci/install-packages python3
	@[ -x .build/bench-venv/bin/python ] || echo "make bench-peers installs Hyperscan, kingfisher and scrubbers beside"
	python3 Tests/Benchmarks/bench.py --blot $(RELEASE) $(if $(LOGS),--logs $(LOGS)) $(BENCH)

# Audits and copies a tree of 2 GB, and fails when anything is missing from the report or the copy; see audit.py --help.
bench-audit: build
	@.ci/install-packages python3 $(PACKERS)
	python3 Tests/Benchmarks/audit.py --blot $(RELEASE) $(if $(LOGS),--logs $(LOGS)) $(BENCH)

# Fails when a ratio is far off its target, never because of an absolute time.
bench-short: build
	@.ci/install-packages python3 $(PACKERS)
	python3 Tests/Benchmarks/bench.py --short --blot $(RELEASE) $(if $(LOGS),--logs $(LOGS)) $(BENCH)
	python3 Tests/Benchmarks/audit.py --short --blot $(RELEASE) $(if $(LOGS),--logs $(LOGS))

# What blot is measured beside, from PyPI and outside of the sources.
bench-peers:
	python3 -m venv .build/bench-venv
	.build/bench-venv/bin/pip install --quiet $$(sed -n 's/^PACKAGES = \[\(.*\)\]/\1/p' Tests/Benchmarks/peers.py | tr -d '",')

format:
	@.ci/install-packages python3
	.ci/wrap-comments Sources Tests Package.swift
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

install: build
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/blot

packages:
	@.ci/install-packages

clean:
	$(SWIFT) package clean
	rm -f .build/patterns

# SwiftPM asks its plugins for their inputs only when the manifest has changed: it would not see a new rule file.
.build/patterns: Patterns $(wildcard Patterns/*.yml)
	@mkdir -p .build
	@touch Package.swift $@
