/** From untrusted bytes to bounded RGB pixels; the only user of OpenCV. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.clipcoder.image;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
