# How objects are made, here and in examples/: the same clang gives the same bytes wherever the tree lies.
CLANG ?= clang
BPF_CFLAGS = -O2 -Wall -Werror -Wno-unused-parameter -Wno-missing-declarations -I$(INCLUDE) \
	-ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(abspath $(INCLUDE))=include
CLANG_VERSION = $(shell $(CLANG) --version | head -n 1)
