/** Java classes that call an aspect's exports by name. */
package io.aspectvm.maven.facade;
