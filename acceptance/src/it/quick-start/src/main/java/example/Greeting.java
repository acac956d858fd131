package example;

import example.aspects.HelloAspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.host.ExecutionContext;

public class Greeting {
  public static void main(String[] args) throws Exception {
    try (AspectRuntime runtime = AspectRuntime.builder().build();
        HelloAspect hello = HelloAspect.load(runtime)) {
      ExecutionContext context = ExecutionContext.builder().build();
      System.out.println(hello.greet(context, 1_000_000, GuestValue.Str.of("Alice")).value());
    }
  }
}
