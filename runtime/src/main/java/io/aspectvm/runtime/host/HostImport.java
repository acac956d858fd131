package io.aspectvm.runtime.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Offers a public static method of a public class to guests as an import.
 *
 * <p>The method may take a {@link io.aspectvm.runtime.HostContext} first. What follows is, for a
 * value-typed function, {@code String}, {@link GuestString}, {@code byte[]}, {@code boolean},
 * {@code int}, {@code long} (or {@code @Unsigned long}) parameters and result, up to three
 * parameters, each one pointer on the guest's side (aspect-abi, section 5.1); for a {@link #raw}
 * function {@code int}, {@code long}, {@code float}, {@code double}: the wasm values themselves.
 *
 * <p>A value-typed function reports an error by throwing {@link HostError}. Anything else that it
 * throws is a crash (aspect-abi, section 5.3), and the trap {@code host error} if it is raw.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HostImport {

  /** Import module. */
  String module();

  /** Import field. */
  String field();

  /** Fixed part of the price, in WASM gas, unless the gas schedule prices this import. */
  long fixedGas() default 0;

  /** Price per byte of arguments, in WASM gas, unless the gas schedule prices this import. */
  long gasPerByte() default 0;

  /** True if parameters and result are wasm values, not encoded values. */
  boolean raw() default false;
}
