/** The chart in helm/, as Helm renders it. */
@NullMarked
package dev.clipcoder.chart;

import org.jspecify.annotations.NullMarked;
