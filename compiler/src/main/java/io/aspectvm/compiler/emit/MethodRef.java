package io.aspectvm.compiler.emit;

/** A static method that emitted code calls: internal name of its class, name and descriptor. */
public record MethodRef(String owner, String name, String descriptor) {}
